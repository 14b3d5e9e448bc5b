import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const source = fileURLToPath(new URL("src/cli/bin.ts", root));
const built = fileURLToPath(new URL("dist/cli/bin.js", root));

/** How a gateway is started. */
export interface GatewayOptions {
  /** After `serve --port 0`. */
  readonly flags: readonly string[];
  /** `TURNCOAT_HOME`: where its log and secret lie. */
  readonly home: string;
  /** The build in `dist`, or the sources. */
  readonly from: "built" | "source";
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of Node, e.g. for a profile. */
  readonly nodeFlags?: readonly string[];
}

/** A `turncoat serve` of its own. */
export interface GatewayProcess extends AsyncDisposable {
  /** E.g. `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it has written so far. */
  log(): string;
  /** Resolves once what it has written holds the text; rejects when it ends before. */
  said(text: string): Promise<void>;
  /** Resolves when it writes more, or ends. */
  wrote(): Promise<void>;
  /** Ends it, and resolves with its exit code once it has. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
  /** The counter or gauge of a name, over all labels that hold each of the pairs; 0 where there is none. */
  metric(name: string, labels?: Readonly<Record<string, string>>): Promise<number>;
}

/** Starts a gateway and waits until it listens. @throws Error with what it said, when it ends before */
export async function startGateway(options: GatewayOptions): Promise<GatewayProcess> {
  const { flags, home, from, env = {}, nodeFlags = [] } = options;
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env;
  const run = from === "built" ? [built] : ["--import", import.meta.resolve("tsx"), source];
  const child = spawn(process.execPath, [...nodeFlags, ...run, "serve", "--port", "0", ...flags], {
    env: { ...inherited, TURNCOAT_HOME: home, NO_COLOR: "1", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  return listening(child);
}

/** Waits until a process that was started to serve listens. @throws Error with what it said, when it ends before */
export async function listening(child: ChildProcess): Promise<GatewayProcess> {
  const output = outputOf(child);
  await output.said(readyMark);
  const origin = /turncoat serves at (http:\S+)/.exec(output.text())?.[1] ?? "";
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, "close");
    }
    return child.exitCode;
  };
  return {
    origin,
    child,
    pid: child.pid ?? 0,
    log: output.text,
    said: output.said,
    wrote: output.wrote,
    stop,
    metric: async (name, labels = {}) =>
      metricIn(await (await fetch(`${origin}/metrics`)).text(), name, labels),
    [Symbol.asyncDispose]: async () => void (await stop("SIGKILL")),
  };
}

const readyMark = "serves at http";

function outputOf(child: ChildProcess) {
  let text = "";
  let isOver = false;
  let wake: (() => void)[] = [];
  const tell = () => {
    const woken = wake;
    wake = [];
    for (const one of woken) one();
  };
  child.stderr?.setEncoding("utf8").on("data", (more: string) => {
    // A long run's log is not kept: only its end can be waited for.
    text = (text + more).slice(-1_000_000);
    tell();
  });
  child.once("close", () => {
    isOver = true;
    tell();
  });
  return {
    text: () => text,
    wrote: () => new Promise<void>((resolve) => (isOver ? resolve() : wake.push(() => resolve()))),
    async said(wanted: string) {
      while (!text.includes(wanted)) {
        if (isOver) throw new Error(`the gateway ended without "${wanted}":\n${text.slice(-4000)}`);
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
  };
}

function metricIn(text: string, name: string, labels: Readonly<Record<string, string>>): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .filter((line) => wanted.every((pair) => line.includes(pair)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}
