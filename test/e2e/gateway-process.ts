import { type Ended, type Setting, type Started, start } from "./turncoat-process.ts";

/** A `turncoat serve` that listens. */
export interface GatewayProcess extends AsyncDisposable {
  /** e.g. `http://127.0.0.1:43127`. */
  readonly url: string;
  readonly pid: number;
  /** What it has written to stderr so far. */
  log(): string;
  /** Resolves when the text stands in stderr; rejects when the process ends before. */
  logged(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Ended>;
}

/**
 * Starts `turncoat serve` as a process of its own on a free port, and waits until it listens.
 *
 * @param args  flags after `serve`; `--port 0` is added
 */
export async function startGateway(
  args: readonly string[],
  setting: Setting,
): Promise<GatewayProcess> {
  return listening(start(["serve", "--port", "0", ...args], setting));
}

/** Waits until a process that serves listens. @throws Error with its stderr when it ends before */
export async function listening({ child, ended }: Started): Promise<GatewayProcess> {
  let text = "";
  const waiting = new Set<() => void>();
  child.stderr?.on("data", (more: string) => {
    text += more;
    for (const look of [...waiting]) look();
  });
  const found = (pattern: RegExp | string): RegExpExecArray | true | null =>
    typeof pattern === "string" ? text.includes(pattern) || null : pattern.exec(text);
  const until = (pattern: RegExp | string) =>
    new Promise<RegExpExecArray | true>((resolve, reject) => {
      const look = () => {
        const hit = found(pattern);
        if (hit === null) return;
        waiting.delete(look);
        resolve(hit);
      };
      waiting.add(look);
      look();
      void ended.then(({ code, err }) =>
        reject(new Error(`turncoat serve ended with ${code} before "${pattern}":\n${err}`)),
      );
    });
  const hit = await until(/serves at (http:\S+)/);
  const url = hit === true ? "" : (hit[1] ?? "");
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return {
    url,
    pid: child.pid ?? 0,
    log: () => text,
    ended,
    async logged(wanted) {
      await until(wanted);
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
