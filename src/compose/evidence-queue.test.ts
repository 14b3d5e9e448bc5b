import { expect, test } from "vitest";
import { turnOf } from "../../test/contracts/detector.contract.ts";
import { type Evidence, textOf } from "../core/index.ts";
import type { TurnToScore } from "../ports/index.ts";
import { type EvidenceLane, evidenceQueue } from "./evidence-queue.ts";

const textIn = ({ path, at }: TurnToScore) => textOf(path[at] ?? { parts: [] });

/** Reads the length of a turn; breaks on what says "break". */
function lane(recovers = true) {
  const batches: string[][] = [];
  const one: EvidenceLane = {
    async read(turns) {
      const texts = turns.map(textIn);
      batches.push(texts);
      if (texts.some((text) => text.includes("break"))) throw new RangeError("broke");
      return texts.map((text): Evidence => ({ kind: "evidence", nats: text.length }));
    },
    recover: async () => recovers,
  };
  return { lane: one, batches };
}

const turns = (...texts: string[]) => texts.map((text) => turnOf(text));

test("reads together what waits together, and nothing waits for a batch to fill", async () => {
  const { lane: one, batches } = lane();
  const queue = evidenceQueue({ lanes: [one], batchTurns: 3 });
  const first = queue.read(turns("a"), { onFull: "wait" });
  const more = ["b", "c", "d", "e"].map((text) => queue.read(turns(text), { onFull: "wait" }));
  await Promise.all([first, ...more]);
  expect(batches).toEqual([["a"], ["b", "c", "d"], ["e"]]);
});

test("a turn that breaks its lane is read once more, alone; those beside it are read", async () => {
  const { lane: one, batches } = lane();
  const queue = evidenceQueue({ lanes: [one], batchTurns: 3 });
  const read = await queue.read(turns("a", "break", "ccc"), { onFull: "wait" });
  expect(batches).toEqual([["a", "break", "ccc"], ["a"], ["break"], ["ccc"]]);
  expect(read).toEqual([
    { kind: "evidence", nats: 1 },
    { kind: "unscored", reason: "the reader broke twice: broke" },
    { kind: "evidence", nats: 3 },
  ]);
});

test("a lane that cannot recover is left out, and without any every turn says why", async () => {
  const dead = lane(false);
  const alive = lane();
  const queue = evidenceQueue({ lanes: [dead.lane, alive.lane], batchTurns: 1 });
  const read = await queue.read(turns("break", "a", "b", "c"), { onFull: "wait" });
  expect(read.map(({ kind }) => kind)).toEqual(["unscored", "evidence", "evidence", "evidence"]);
  expect(dead.batches).toEqual([["break"]]);
  const last = evidenceQueue({ lanes: [lane(false).lane], mostWaiting: 2, batchTurns: 1 });
  const gone = await last.read(turns("break", "a", "b", "c"), { onFull: "wait" });
  for (const one of gone) {
    expect(one).toEqual({ kind: "unscored", reason: "reading has stopped for good: broke" });
  }
  expect(await last.read(turns("a"), { onFull: "wait" })).toMatchObject([{ kind: "unscored" }]);
  await last.drain();
  expect(last.backlog).toBe(0);
});
