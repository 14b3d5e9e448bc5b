import { describe, expect, it } from "vitest";
import { countRun } from "./counts.ts";
import { type CellRecord, cellReadings, readJournal, type TurnRecord } from "./journal.ts";

const cell: CellRecord = {
  kind: "cell",
  behaviour: "kind",
  block: 0,
  arm: "essay",
  draw: null,
  item: "a",
  scores: {
    wanted: { kind: "scored", totalLogprob: -6, tokens: 3 },
    unwanted: { kind: "scored", totalLogprob: -8, tokens: 5 },
  },
  evaluatedTokens: 16,
  reusedTokens: 20,
};
const turn: TurnRecord = {
  kind: "turn",
  behaviour: "kind",
  block: 0,
  group: "own:coerced:GGS",
  draw: 0,
  turn: 0,
  text: "hello",
  finish: "length",
  seed: 1,
  evaluatedTokens: 9,
  reusedTokens: 0,
  generatedTokens: 48,
};
const entries = (...records: (CellRecord | TurnRecord)[]) =>
  records.map((value, at) => ({ key: `key-${at}`, value }));

describe("readJournal", () => {
  it("sorts cells from turns", () => {
    const content = readJournal(entries(cell, turn));
    expect([...content.cells]).toEqual([["key-0", cell]]);
    expect([...content.turns]).toEqual([["key-1", turn]]);
  });

  it.each<[string, unknown]>([
    ["another kind", { ...cell, kind: "note" }],
    ["a field too many", { ...turn, more: 1 }],
    [
      "a probability above 1",
      { ...cell, scores: { wanted: { kind: "scored", totalLogprob: 1, tokens: 1 } } },
    ],
  ])("names an entry with %s", (_, value) => {
    expect(() => readJournal([...entries(cell), { key: "bad", value }])).toThrow(
      "journal entry 2 (bad) is not one this version writes",
    );
  });

  it("gives readings in the order of keys", () => {
    const [first, second] = entries(cell, { ...cell, item: "b" });
    const read = (list: (typeof first)[]) =>
      cellReadings(readJournal(list.filter((entry) => entry !== undefined)));
    expect(read([second, first])).toEqual(read([first, second]));
    expect(read([second, first]).map(({ item }) => item)).toEqual(["a", "b"]);
  });
});

describe("countRun", () => {
  const counted = (...records: (CellRecord | TurnRecord)[]) =>
    countRun(readJournal(entries(...records)));

  it("adds up what was spent, by hand", () => {
    const lost: CellRecord = {
      ...cell,
      scores: { wanted: { kind: "unscored", reason: "too long" } },
      evaluatedTokens: 0,
      reusedTokens: 0,
    };
    expect(counted(cell, turn, lost, { ...turn, finish: "stop", generatedTokens: 7 })).toEqual({
      cells: 2,
      scores: 3,
      missing: 1,
      scoredTokens: 16,
      reusedTokens: 20,
      // The context is 16 - (3 - 1) - (5 - 1) + 20 = 30 tokens, read twice, and the two replies.
      unsharedTokens: 66,
      generatedTokens: 55,
      cutTurns: 1,
      ownSlips: null,
    });
  });

  it("counts searches for slips, with and without a pair", () => {
    const draw = (block: number, at: number, judged: "on" | "off" | null): TurnRecord => ({
      ...turn,
      group: "search:coerced:GG",
      block,
      turn: at,
      judged,
    });
    const { ownSlips, cutTurns } = counted(
      draw(0, 1, "off"),
      draw(0, 0, "on"),
      draw(1, 0, "on"),
      draw(1, 1, null),
    );
    expect(ownSlips).toEqual({ tried: 4, found: 1, blocksWithout: 1 });
    // Only the slip and its sibling stand in conversations.
    expect(cutTurns).toBe(2);
  });
});
