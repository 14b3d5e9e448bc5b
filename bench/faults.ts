/**
 * What takes long to break: the heap over 100,000 requests, and as many streams at once as this machine allows.
 *
 *   npm run build && npx tsx bench/faults.ts [--requests 100000] [--streams 10000] [--out FOLDER]
 *
 * Loopback only; under four minutes. The quick faults are test/e2e/serve-faults, -kill and -outages.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { startMock } from "./load/child-server.ts";
import { type GatewayProcess, startGateway } from "./load/gateway-process.ts";
import { closedLoop } from "./load/generator.ts";
import { manyStreams } from "./load/many-streams.ts";
import { usageOf } from "./load/process-usage.ts";
import { bodyOf, paths } from "./load/requests.ts";
import { markdownTable } from "./validity/markdown.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    streams: { type: "string", default: "10000" },
    out: { type: "string", default: "node_modules/.cache/turncoat-bench" },
  },
});
const hook = fileURLToPath(new URL("load/collect-on-signal.mjs", import.meta.url));
const headers = { "content-type": "application/json" };
const steps = 10;

/** Heap in MB once all garbage is gone. */
async function heapAfterCollecting(gateway: GatewayProcess): Promise<number> {
  const before = gateway.log().split("heap-after-gc ").length;
  gateway.child.kill("SIGUSR2");
  while (gateway.log().split("heap-after-gc ").length === before) await gateway.wrote();
  return Number(/.*heap-after-gc (\d+)/s.exec(gateway.log())?.[1]) / 1e6;
}

async function heapOverRequests(folder: string): Promise<string> {
  await using mock = await startMock();
  const config = join(folder, "heap.yaml");
  // Small, so that what is kept on purpose is full long before the end.
  const scoring = { cacheTurns: 1_000 };
  await writeFile(config, stringify({ detectors: ["lexical"], scoring }));
  await using gateway = await startGateway({
    flags: ["--upstream", `${mock.origin}/v1`, "--config", config, "--log", "off"],
    home: join(folder, "heap"),
    from: "built",
    nodeFlags: ["--expose-gc", "--import", hook],
  });
  let number = 0;
  const shot = () => {
    const isStream = number % 4 === 0;
    const content = `Question ${number++} of many: what should I do first?`;
    const body = bodyOf({ endpoint: "chat", isStream }, [{ role: "user", content }]);
    return { path: paths.chat, headers, body };
  };
  const count = Math.ceil(Number(values.requests) / steps);
  const rows: string[][] = [];
  for (let step = 0; step <= steps; step++) {
    if (step > 0) {
      const load = { underWay: 20, count, seconds: 60 };
      const done = await closedLoop({ origin: gateway.origin, connections: 20, shot }, load);
      if (done.errors > 0) throw new Error(`${done.errors} requests failed`);
    }
    const heap = await heapAfterCollecting(gateway);
    const { residentMegabytes } = await usageOf(gateway.pid);
    rows.push([String(number), heap.toFixed(1), residentMegabytes.toFixed(0)]);
  }
  return markdownTable(["requests so far", "heap after collecting, MB", "RSS, MB"], rows);
}

async function streamsAtOnce(folder: string): Promise<string> {
  const wanted = Number(values.streams);
  const rows: string[][] = [];
  for (const mode of ["observe", "enforce"]) {
    const config = join(folder, `${mode}.yaml`);
    const limits = { connections: Math.max(wanted, 1), connectSeconds: 60, replySeconds: 120 };
    await writeFile(config, stringify({ detectors: ["lexical"], mode, limits }));
    const found = await manyStreams(wanted, (upstream) =>
      startGateway({
        flags: ["--upstream", `${upstream}/v1`, "--config", config, "--log", "off"],
        home: join(folder, mode),
        from: "built",
      }),
    );
    const { reached, whole, megabytes, isAlive } = found;
    rows.push([
      mode,
      ...[wanted, reached, whole].map(String),
      megabytes.toFixed(0),
      isAlive ? "yes" : "no",
    ]);
  }
  const heads = [
    "mode",
    "wanted",
    "open at once",
    "ended whole",
    "RSS then, MB",
    "served afterwards",
  ];
  return markdownTable(heads, rows);
}

const folder = await mkdtemp(join(tmpdir(), "turncoat-faults-"));
try {
  const heap = await heapOverRequests(folder);
  const streams = await streamsAtOnce(folder);
  const text = `Heap over requests, each a new conversation, a quarter streamed:\n\n${heap}\n\nStreams at once:\n\n${streams}`;
  console.log(text);
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, "faults.md"), `${text}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
