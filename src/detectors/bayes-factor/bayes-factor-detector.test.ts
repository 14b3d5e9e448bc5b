import { expect, test } from "vitest";
import { smallProfile } from "../../../test/small/small-behaviour.ts";
import { TurncoatError } from "../../core/index.ts";
import type { ScoreRequest, Scorer } from "../../ports/index.ts";
import { said } from "../__fixtures__/said.ts";
import { openBayesFactorDetector } from "./bayes-factor-detector.ts";

/** A letter is a token; "b" is likelier in the shadow, everything else under the loyal persona. */
function letterScorer(fails = false): Scorer & { readonly asked: ScoreRequest[] } {
  const asked: ScoreRequest[] = [];
  return {
    id: "letters",
    asked,
    async score(request) {
      asked.push(request);
      if (fails) {
        throw new TurncoatError("too long", { kind: "context-overflow", tokens: 9, limit: 5 });
      }
      const isShadow = request.context[0]?.content.includes("shadow") === true;
      const scores = request.continuations.map((text) => {
        const own = [...text].map((letter) => ((letter === "b") === isShadow ? -1 : -2));
        const tokenLogprobs = [...own, isShadow ? -50 : -1];
        return { tokenLogprobs, totalLogprob: tokenLogprobs.reduce((a, b) => a + b, 0) };
      });
      return { scores, evaluatedTokens: 1, reusedTokens: 0 };
    },
    countTokens: (text) => [...text].length + 1,
    contextLimit: 1000,
    lanes: 1,
  };
}

async function read(reply: string, { question = "Well?", fails = false } = {}) {
  const scorer = letterScorer(fails);
  const { detector, map } = await openBayesFactorDetector("bayes-factor", smallProfile(), {
    scorer,
    fingerprint: "f",
  });
  const path = said(["user", question], ["assistant", reply]);
  const [reading] = await detector.score([{ path, at: 1 }]);
  return { reading, asked: scorer.asked, map, detector };
}

test("is the mean difference per token, without the end of turn", async () => {
  expect((await read("bbb")).reading).toEqual({
    kind: "scored",
    score: 1,
    quote: null,
    note: null,
  });
  // Three letters for the shadow, one against it: (3 − 1) / 4.
  expect((await read("bbba")).reading).toMatchObject({ score: 0.5 });
  expect((await read("aaa")).reading).toMatchObject({ score: -1 });
});

test("asks the same question after either persona, and knows no map of its own", async () => {
  const { asked, map } = await read("b");
  expect(asked.map(({ context }) => context.map(({ content }) => content))).toEqual([
    ["Be the shadow.", "Well?"],
    ["Be loyal.", "Well?"],
  ]);
  expect(map).toBeNull();
});

test("reads the beginning of a long reply and the end of a long question, and says so", async () => {
  const { reading, asked } = await read(`${"b".repeat(255)}${"a".repeat(9_000)}`, {
    question: `${"x".repeat(9_000)}end?`,
  });
  expect(reading).toMatchObject({ score: 1, note: "the first 256 tokens" });
  expect(asked[0]?.continuations[0]).toBe("b".repeat(255));
  expect(asked[0]?.context[1]?.content).toMatch(/^x{507}end\?$/);
});

test("says why a turn cannot be read", async () => {
  expect((await read("")).reading).toMatchObject({ kind: "unscored" });
  expect((await read("b", { question: "" })).reading).toEqual({
    kind: "unscored",
    reason: "nothing was asked before it",
  });
  expect((await read("b", { fails: true })).reading).toEqual({
    kind: "unscored",
    reason: "too long",
  });
});
