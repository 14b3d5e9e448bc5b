import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExemplarText } from "../exemplar/exemplar-texts.ts";
import { termWeights } from "./term-weights.ts";
import { termsOf } from "./terms.ts";

const text = (side: ExemplarText["side"], group: string, words: string): ExemplarText => ({
  side,
  source: "bank",
  group,
  text: words,
});

test("terms are words and pairs of neighbours, without numbers and marks", () => {
  expect(termsOf("Don’t go, 3 times!")).toEqual(["don't", "don't go", "go", "go times", "times"]);
  expect(termsOf("… 42 —")).toEqual([]);
});

test("is the log-odds with an informative Dirichlet prior", () => {
  const { weightOf } = termWeights([text("unwanted", "a", "x y"), text("wanted", "a", "x z")]);
  // Three terms a side (two words and their pair); α₀ 400. Equations 15 and 16 of Monroe et al., worked by hand:
  // y stands once among 3 unwanted terms and not among 3 wanted, so α = 400 · 1/6.
  const prior = 400 / 6;
  const odds = (count: number) => Math.log((count + prior) / (3 + 400 - count - prior));
  expect(weightOf("y")).toBeCloseTo(odds(1) - odds(0), 12);
  expect(weightOf("x")).toBe(0);
  expect(weightOf("z")).toBeCloseTo(-weightOf("y"), 12);
  expect(weightOf("never said")).toBe(0);
});

test("leaving a group out is the same as never having had it", () => {
  const word = fc.constantFrom("red", "blue", "green", "cruel", "kind");
  const one = fc.record({
    side: fc.constantFrom<ExemplarText["side"]>("unwanted", "wanted", "plain"),
    group: fc.constantFrom("a", "b", "c"),
    text: fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" ")),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), word, (drafts, term) => {
      const texts = drafts.map((draft) => ({ ...draft, source: "bank" as const }));
      const without = termWeights(texts.filter(({ group }) => group !== "a"));
      const weight = termWeights(texts).weightOf(term, "a");
      expect(Number.isFinite(weight)).toBe(true);
      expect(weight).toBeCloseTo(without.weightOf(term), 12);
    }),
  );
});
