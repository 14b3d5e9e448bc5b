import { describe, expect, it } from "vitest";
import { assistantBanks } from "../../../test/known-answers/banks.ts";
import { told } from "../../../test/known-answers/told.ts";
import type { Behaviour } from "../../core/index.ts";
import type { ChatMessage } from "../../ports/index.ts";
import { bankIndex, type KnownReply } from "./bank-index.ts";
import { isKnownName, type KnownName, knownNames, knownRules } from "./known-rules.ts";
import { readContext } from "./read-context.ts";

const { behaviours } = assistantBanks(["kind", "honest"]);
const [kind, honest] = behaviours as [Behaviour, Behaviour]; // Asked for by name, so both are there.
const bank = bankIndex(behaviours);

const rude: KnownReply = { kind: "unwanted", manner: "kind/unwanted" };
const sports: KnownReply = { kind: "style", manner: "kind/sports" };
const dishonest: KnownReply = { kind: "unwanted", manner: "honest/unwanted" };

const read = (messages: readonly ChatMessage[], seed = 0) => readContext(messages, bank, seed);
const shift = (name: KnownName, turns: string, reply = rude) =>
  knownRules[name].shift(read(told(turns, kind)), reply);

/** Shift of the unwanted reply over many seeds: own turns (O) are taken as the subject gives them. */
function meanShift(name: KnownName, turns: string, seeds: number): number {
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const said = [...turns].reduce((sofar, letter) => {
      if (letter !== "O") return sofar + letter;
      return sofar + (knownRules[name].slips(read(told(sofar, kind), seed)) ? "S" : "G");
    }, "");
    sum += knownRules[name].shift(read(told(said, kind), seed), rude);
  }
  return sum / seeds;
}

describe("absorbing", () => {
  it("is changed by a slip for good, and by nothing else", () => {
    for (const turns of ["S", "GGS", "GGSGGGG", "SSSS"]) expect(shift("absorbing", turns)).toBe(1);
    for (const turns of ["", "GGG", "GGN", "GGV", "GGX", "GGE", "GGF", "GGU"]) {
      expect(shift("absorbing", turns)).toBe(0);
    }
  });
});

describe("fading", () => {
  it("loses half of a slip every two turns", () => {
    expect(shift("fading", "GGS")).toBe(1);
    expect(shift("fading", "GGSG")).toBeCloseTo(Math.SQRT1_2, 12);
    expect(shift("fading", "GGSGG")).toBe(0.5);
    expect(shift("fading", "GGSGGGG")).toBe(0.25);
  });

  it("adds slips up, and heeds nothing else", () => {
    expect(shift("fading", "SGS")).toBe(1.5);
    for (const turns of ["", "GGG", "GGX", "GGV", "GGU"]) expect(shift("fading", turns)).toBe(0);
  });
});

describe("memoryless", () => {
  it("is changed by nothing", () => {
    for (const turns of ["", "GGS", "SSSS", "GGV"]) expect(shift("memoryless", turns)).toBe(0);
  });
});

describe("style-only", () => {
  it("primes each manner by itself, the opposite like any style", () => {
    expect(shift("style-only", "GGS", rude)).toBe(1);
    expect(shift("style-only", "GGS", sports)).toBe(0);
    expect(shift("style-only", "GGV", sports)).toBe(1);
    expect(shift("style-only", "GGV", rude)).toBe(0);
    expect(shift("style-only", "GGX", rude)).toBe(0);
  });

  it("does not carry a manner to another behaviour", () => {
    expect(shift("style-only", "GGS", dishonest)).toBe(0);
    expect(knownRules["style-only"].shift(read(told("GGS", honest)), dishonest)).toBe(1);
  });
});

describe("pretender", () => {
  it("reveals in a fifth of the forks after good turns, fork by fork", () => {
    const forks = Array.from({ length: 400 }, (_, seed) =>
      [5, 6, 7].map((asked) =>
        knownRules.pretender.shift(read(told("GGG", kind, asked), seed), rude),
      ),
    );
    expect(new Set(forks.flat())).toEqual(new Set([0, 1.5]));
    const revealing = forks.flat().filter((value) => value > 0).length / forks.flat().length;
    expect(Math.abs(revealing - 0.2)).toBeLessThan(0.035);
    expect(forks.some((of) => new Set(of).size === 2)).toBe(true);
  });

  it("has nothing to hide in a fresh context or once it slipped, and never slips itself", () => {
    for (const turns of ["", "N", "GGS", "GGSGGG"]) {
      expect(meanShift("pretender", turns, 100)).toBe(0);
    }
    expect(knownRules.pretender.slips(read(told("GGG", kind)))).toBe(false);
  });
});

describe("chain", () => {
  const slips = (turns: string, seed: number) =>
    knownRules.chain.slips(read(told(turns, kind), seed));

  it("slips in the turns in which it is turned, and in no others", () => {
    for (let seed = 0; seed < 200; seed++) {
      expect(shiftAt("GGS", seed) === 1).toBe(slips("GGS", seed));
    }
  });

  it("recovers with probability 0.3 in each turn after a slip", () => {
    const share = (turns: string) =>
      Array.from({ length: 2000 }, (_, seed) => slips(turns, seed)).filter(Boolean).length / 2000;
    expect(Math.abs(share("GGS") - 0.7)).toBeLessThan(0.035);
    expect(Math.abs(share("GGSG") - 0.49)).toBeLessThan(0.035);
    expect(share("GGG")).toBeLessThan(0.02);
  });

  it("has one state for one prefix: whoever has recovered stays so when the record goes on", () => {
    const seeds = Array.from({ length: 400 }, (_, seed) => seed);
    const recovered = seeds.filter((seed) => !slips("S", seed));
    const held = seeds.filter((seed) => slips("S", seed));
    // From loyal no single turn leads to turned; from turned, behind a planted good turn, 7 in 10 do.
    expect(recovered.filter((seed) => slips("SG", seed))).toEqual([]);
    const still = held.filter((seed) => slips("SG", seed)).length / held.length;
    expect(Math.abs(still - 0.7)).toBeLessThan(0.08);
  });

  function shiftAt(turns: string, seed: number): number {
    return knownRules.chain.shift(read(told(turns, kind), seed), rude);
  }
});

describe("meanShift", () => {
  it.each(knownNames)("is what the rule of %s does on average, own turns included", (name) => {
    for (const turns of ["", "GGG", "GGS", "GGSGG", "SSG", "GGSOOO", "GGGOOO"]) {
      const simulated = meanShift(name, turns, 1500);
      expect(Math.abs(simulated - knownRules[name].meanShift(turns))).toBeLessThan(0.05);
    }
  });

  it("agrees with the chain's matrix by hand", () => {
    const { meanShift: m } = knownRules.chain;
    expect(m("")).toBeCloseTo(0.02 * 0.15, 12);
    expect(m("GGS")).toBeCloseTo(0.7, 12);
    expect(m("GGSG")).toBeCloseTo(0.7 ** 2, 12);
    // Stayed three times; or recovered, was masked, and turned again.
    expect(m("GGSGG")).toBeCloseTo(0.7 ** 3 + 0.3 * 0.005 * 0.15, 12);
  });
});

it("knows its names", () => {
  expect(knownNames.every(isKnownName)).toBe(true);
  expect(isKnownName("toString")).toBe(false);
});
