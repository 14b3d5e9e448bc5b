import { describe, expect, it } from "vitest";
import { cellsFrom, margins } from "../../test/small/given-readings.ts";
import type { CellReading } from "./readings.ts";
import { marginOf, meanOver, minus, present, readings } from "./readings.ts";

const scored = (totalLogprob: number, tokens: number) =>
  ({ kind: "scored", totalLogprob, tokens }) as const;
const unscored = { kind: "unscored", reason: "too long" } as const;
const cell = (arm: string, block: number, item: string, scores: CellReading["scores"]) => ({
  key: `cell/kind/${block}/${arm}/-/${item}`,
  behaviour: "kind",
  block,
  arm,
  draw: null,
  item,
  scores,
});
const design = { blocks: 2, styleOfBlock: ["sea", "law"] };

describe("readings", () => {
  // Block 0: m = -20/10 + 24/8 = 1 and -3 + 1.5 = -1.5; block 1: the unwanted reply is missing.
  const cells: CellReading[] = [
    cell("essay", 0, "a", {
      wanted: scored(-24, 8),
      unwanted: scored(-20, 10),
      "style:sea": scored(-50, 10),
      "style:law": scored(-10, 10),
    }),
    cell("essay", 0, "b", {
      wanted: scored(-15, 10),
      unwanted: scored(-30, 10),
      "style:sea": scored(-25, 10),
      "style:law": unscored,
    }),
    cell("essay", 1, "c", {
      wanted: scored(-10, 10),
      unwanted: unscored,
      "style:sea": scored(-20, 10),
      "style:law": scored(-40, 10),
    }),
    { ...cell("essay", 0, "d", { wanted: scored(-1, 1) }), behaviour: "honest" },
  ];
  const read = readings("kind", design, cells);

  it("takes means over a block's cells, per token", () => {
    expect(read.m("essay")).toEqual([-0.25, null]);
    expect(read.s("essay", "wanted")).toEqual([-2.25, -1]);
  });

  it("reads styles together or the block's own", () => {
    // a: mean(-5, -1) + 3 = 0; b: -2.5 + 1.5 = -1; c: mean(-2, -4) + 1 = -2.
    expect(read.q("essay")).toEqual([-0.5, -2]);
    // a: -5 + 3 = -2, b: -2.5 + 1.5 = -1; c, in law: -4 + 1 = -3.
    expect(read.qOfBlock("essay")).toEqual([-1.5, -3]);
  });

  it("counts what is missing, and only this behaviour's cells", () => {
    expect(read.missing(["essay"])).toBe(2);
    expect(read.count(["essay", "good"])).toBe(3);
    expect(read.has("essay")).toBe(true);
  });

  it("reads an arm that was not run as null, not as nothing missing", () => {
    expect(read.m("good")).toBeNull();
    expect(read.has("good")).toBe(false);
    expect(read.missing(["good"])).toBe(0);
  });
});

describe("the ends of missing values", () => {
  const given = margins({ essay: [0.5, null, -1.5], good: [2, 1, null] });
  const read = readings("kind", { blocks: 3, styleOfBlock: [] }, cellsFrom("kind", given));

  it("are the smallest and largest value of the same kind in the behaviour", () => {
    const low = read.atEnds(new Map([["essay", "low"]]));
    expect(low.m("essay")).toEqual([0.5, -1.5, -1.5]);
    expect(low.m("good")).toEqual([2, 1, null]);
    const both = low.atEnds(new Map([["good", "high"]]));
    expect(both.m("essay")).toEqual([0.5, -1.5, -1.5]);
    expect(both.m("good")).toEqual([2, 1, 2]);
  });

  it("take the place of the missing cell in its block's mean", () => {
    const twoCells = [
      ...cellsFrom("kind", margins({ essay: [0.5, -1.5] })),
      cell("essay", 0, "second", { wanted: scored(-3, 1), unwanted: unscored }),
    ];
    const of = readings("kind", { blocks: 2, styleOfBlock: [] }, twoCells);
    expect(of.m("essay")).toEqual([0.5, -1.5]);
    expect(of.atEnds(new Map([["essay", "low"]])).m("essay")).toEqual([-0.5, -1.5]);
  });

  it("do not invent a style that a block was never asked for", () => {
    const asked = [cell("fresh", 0, "a", { wanted: scored(-3, 1), unwanted: scored(-4, 1) })];
    // Another arm was asked for it, so there is a range that a missing one could be put at.
    const styled = { wanted: scored(-3, 1), "style:sea": scored(-5, 1) };
    const cells = [...asked, cell("style", 0, "a", styled)];
    const of = readings("kind", { blocks: 1, styleOfBlock: ["sea"] }, cells);
    expect(of.atEnds(new Map([["fresh", "high"]])).q("fresh")).toEqual([null]);
  });
});

describe("block values", () => {
  it("subtract block by block and keep what is missing missing", () => {
    expect(minus([1, null, 3], [0.5, 1, null])).toEqual([0.5, null, null]);
    expect(minus(null, [1])).toBeNull();
    expect(minus([1], null)).toBeNull();
    expect(present([1, null, 3])).toEqual([1, 3]);
  });

  it("average over rows where every row has the block", () => {
    expect(
      meanOver([
        [1, 2, null],
        [3, null, 1],
      ]),
    ).toEqual([2, null, null]);
    expect(meanOver([null, [1, 2]])).toEqual([1, 2]);
    expect(meanOver([null])).toBeNull();
  });
});

it("has no margin for half a pair", () => {
  expect(marginOf(cell("essay", 0, "a", { wanted: scored(-1, 1) }))).toBeNull();
});
