import { describe, expect, it } from "vitest";
import * as arms from "./arms.ts";
import {
  generationGroup,
  ownTurnSampling,
  repliesNeeded,
  slipPair,
  slipSampling,
} from "./generation.ts";

describe("generationGroup", () => {
  it("is shared by arms that hold more or fewer of the same own turns", () => {
    const of = (turns: number) => generationGroup(arms.own(arms.essay, turns));
    expect(of(1)).toBe(of(3));
    expect(of(1)).not.toBe(generationGroup(arms.own(arms.good, 1)));
  });

  it("is shared by a slip and its sibling, which come from one search", () => {
    expect(generationGroup(arms.ownSlip)).toBe(generationGroup(arms.ownSibling));
    expect(generationGroup(arms.ownSlip)).not.toBe(generationGroup(arms.own(arms.rewound, 1)));
  });

  it("is a remedied arm's own", () => {
    const groups = [...arms.remedyPair("object"), ...arms.remedyPair("summarise")];
    expect(new Set(groups.map(generationGroup)).size).toBe(4);
  });
});

describe("repliesNeeded", () => {
  it.each([
    [arms.essay, 0],
    [arms.own(arms.good, 3), 3],
    [arms.ownSlip, 1],
    [arms.remedyPair("object")[0], 1],
    [arms.remedyPair("summarise")[1], 1],
    [arms.remedyPair("restate")[0], 0],
  ])("of $id", (arm, count) => {
    expect(repliesNeeded(arm)).toBe(count);
  });
});

it("draws own turns as registered, and own slips from the plain distribution", () => {
  expect(ownTurnSampling).toEqual({ temperature: 0.7, topP: 0.95 });
  expect(slipSampling).toEqual({ temperature: 1, topP: 1 });
});

describe("slipPair", () => {
  const draw = (text: string, judged: "on" | "off" | null) => ({ text, judged });
  const [good, odd, bad] = [draw("a", "on"), draw("b", null), draw("c", "off")];

  it("takes the first of each", () => {
    expect(slipPair([odd, good, draw("d", "on"), bad, draw("e", "off")])).toEqual({
      on: good,
      off: bad,
    });
  });

  it("is null without one of the two", () => {
    expect(slipPair([])).toBeNull();
    expect(slipPair([good, odd])).toBeNull();
    expect(slipPair([bad, odd])).toBeNull();
  });
});
