import { listening as listeningProcess } from "../../bench/load/gateway-process.ts";
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
  const { origin, pid, log, said } = await listeningProcess(child);
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return {
    url: origin,
    pid,
    log,
    logged: said,
    ended,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
