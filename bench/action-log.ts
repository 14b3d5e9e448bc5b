/**
 * How long a file log keeps a start waiting:
 *
 *   npx tsx bench/action-log.ts [--appends 100000] [--conversations 40000]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { GuardLogEntry } from "../src/core/index.ts";
import { openFileActionLog } from "../src/stores/index.ts";

const { values } = parseArgs({
  options: {
    appends: { type: "string", default: "100000" },
    conversations: { type: "string", default: "40000" },
  },
});
const appends = Number(values.appends);
const conversations = Number(values.conversations);
/** Appends that wait together, so that they share writes to the disk. */
const together = 2_500;
const at = "2026-11-30T00:00:00.000Z";

function entries(number: number): readonly GuardLogEntry[] {
  return [
    {
      kind: "audited",
      at,
      turn: `turn ${number}`.padEnd(22, "."),
      evidence: { kind: "evidence", nats: -1 - number / appends },
      belief: { loyal: 0.95, masked: 0.03, turned: 0.02 },
      action: "none",
      content: null,
    },
  ];
}

const folder = await mkdtemp(join(tmpdir(), "turncoat-action-log-"));
try {
  const log = await openFileActionLog({ folder });
  for (let first = 0; first < appends; first += together) {
    const numbers = Array.from(
      { length: Math.min(together, appends - first) },
      (_, k) => first + k,
    );
    await Promise.all(
      numbers.map((number) =>
        log.append(`conversation ${number % conversations}`, entries(number)),
      ),
    );
  }
  await log[Symbol.asyncDispose]();
  for (let round = 1; round <= 3; round++) {
    const startedAt = performance.now();
    const opened = await openFileActionLog({ folder });
    const ms = performance.now() - startedAt;
    console.log(
      `opened ${appends} appends of ${opened.conversations} conversations in ${ms.toFixed(0)} ms, ${((ms / appends) * 1000).toFixed(1)} µs each`,
    );
    await opened[Symbol.asyncDispose]();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
