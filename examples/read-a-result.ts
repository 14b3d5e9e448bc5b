// Reads a run's result.json with its schema: what another program would do with a finished run.
// Usage: tsx examples/read-a-result.ts [path of a result.json; default: of a run made now]
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { probe } from "turncoat";
import { probeResultSchema } from "turncoat/measure";

const path = process.argv[2] ?? (await resultOfNewRun());
const result = probeResultSchema.parse(JSON.parse(await readFile(path, "utf8")));

console.log(`${path} (${result.format}): ${result.subject.model}, profile ${result.profile}`);
for (const { id, estimate, interval, blocks } of result.claims) {
  // An absent number is null, never 0 or NaN, so it cannot be averaged by mistake.
  if (estimate === null || interval === null) continue;
  const band = `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`;
  console.log(`${id.padEnd(16)} ${estimate.toFixed(2).padStart(6)} (${band}; ${blocks} blocks)`);
}

async function resultOfNewRun(): Promise<string> {
  const { folder } = await probe({ model: "known:pretender", preset: "quick" });
  return join(folder, "result.json");
}
