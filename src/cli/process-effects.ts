import type { CliEffects } from "./effects.ts";
import { exitCodes } from "./exit-codes.ts";
import { openFile } from "./open-file.ts";
import { readInput } from "./read-input.ts";

/** The effects of a real process. */
export function processEffects(): CliEffects {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // The reader of a pipe, such as `head`, has what it wanted.
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    draw: (text) => void process.stderr.write(text),
    isTerminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
    columns: () => columnsOf(process.stderr) ?? columnsOf(process.stdout) ?? 80,
    env: process.env,
    cwd: process.cwd(),
    now: () => performance.now(),
    stopSignal: stopOnInterrupt,
    exitWith(code) {
      process.exitCode = code;
    },
    // Each command loads what it needs alone: a hook runs before every call of a tool.
    probe: async (options) => (await import("../compose/probe.ts")).probe(options),
    scan: async (options) => (await import("../compose/scan.ts")).scan(options),
    calibrate: async (options) => (await import("../compose/calibrate.ts")).calibrate(options),
    serve: async (options) => (await import("../compose/serve/serve.ts")).serve(options),
    checkServe: async (options) => (await import("../compose/serve/serve.ts")).checkServe(options),
    audit: async (options) => (await import("../compose/serve/read-audit.ts")).readAudit(options),
    onHangUp: (then) => void process.on("SIGHUP", () => void then()),
    readInput,
    hook: async (options) => (await import("../compose/hook/run-hook.ts")).runHook(options),
    open: openFile,
  };
}

/** A terminal that does not know its width says 0. */
function columnsOf(stream: NodeJS.WriteStream): number | null {
  return stream.isTTY === true && stream.columns > 0 ? stream.columns : null;
}

function stopOnInterrupt(): AbortSignal {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort();
    process.stderr.write(
      "\nstopping after the work in flight; interrupt once more to end at once\n",
    );
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return stop.signal;
}
