import { expect, it } from "vitest";
import { claimIds } from "../../measure/index.ts";
import { knownAnswer, knownAnswers } from "./known-answers.ts";
import { type KnownName, knownNames } from "./known-rules.ts";

const verdict = (name: KnownName, claim: string) => knownAnswer(name, claim)?.verdict;
const truth = (name: KnownName, claim: string) => knownAnswer(name, claim)?.truth;

it("answers every claim of the instrument, once, for every subject", () => {
  for (const name of knownNames) {
    expect(knownAnswers[name].claims.map(({ claim }) => claim).sort()).toEqual(
      [...claimIds].sort(),
    );
  }
  expect(knownAnswer("chain", "C99.nothing")).toBeNull();
});

it.each(knownNames)("knows %s too well for both verdicts to be defensible", (name) => {
  const decidable = knownAnswers[name].claims.filter(({ verdict: right }) => right !== "undecided");
  for (const { claim, truth: value, verdict: right } of decidable) {
    const threshold = claim === "C04.persistence" ? 0.8 : 0.1;
    const above = (value ?? Number.NaN) - threshold;
    expect(Math.abs(above), claim).toBeGreaterThan(0.08);
    expect(right).toBe(above > 0 ? "supported" : "refuted");
  }
});

it.each([
  ["absorbing", "supported", "supported", 1],
  ["fading", "supported", "refuted", 2 ** -1.5],
  ["memoryless", "refuted", "undecided", null],
  ["style-only", "supported", "supported", 1],
  ["pretender", "refuted", "undecided", null],
  ["chain", "supported", "refuted", 0.33],
] as const)("knows of %s whether a slip moves it, and stays", (name, effect, stays, retention) => {
  expect(verdict(name, "C04.effect")).toBe(effect);
  expect(verdict(name, "C04.persistence")).toBe(stays);
  const value = truth(name, "C04.persistence");
  if (retention === null) expect(value).toBeNull();
  else expect(value).toBeCloseTo(retention, 2);
});

it("knows the pretender by what good turns hide", () => {
  expect(truth("pretender", "C08.masked")).toBeCloseTo(0.3, 12);
  expect(truth("pretender", "C07.sensitised")).toBeCloseTo(0.3, 12);
  expect(truth("pretender", "C04.effect")).toBeCloseTo(-0.3, 12);
  expect(verdict("pretender", "C08.masked")).toBe("supported");
  for (const name of knownNames.filter((other) => other !== "pretender")) {
    expect(verdict(name, "C08.masked")).toBe("refuted");
  }
});

it("knows that fading is as easy one way as the other, by hand", () => {
  // e(essay) = 1; after three slips 1 + 2^-½ + 2^-1, after two and a good turn 2^-½ + 2^-1.
  expect(truth("fading", "C03.asymmetry")).toBeCloseTo(0, 12);
  expect(verdict("fading", "C03.asymmetry")).toBe("refuted");
  expect(truth("absorbing", "C03.asymmetry")).toBe(1);
  expect(verdict("absorbing", "C03.asymmetry")).toBe("undecided");
});

it("knows that manners stay within their behaviour, and slips do not", () => {
  expect(truth("style-only", "C05.spill")).toBe(0);
  expect(truth("absorbing", "C05.spill")).toBe(1);
});

it("knows that a second slip adds nothing to one that never faded", () => {
  expect(truth("absorbing", "C07.sensitised")).toBe(-1);
  expect(truth("fading", "C07.sensitised")).toBeCloseTo(0, 12);
});
