import { expect, it } from "vitest";
import { expectedRates, expectedSeconds } from "./expected-seconds.ts";

const cost = {
  cells: 1,
  scores: 1,
  scoredTokens: 900,
  reusedTokens: 0,
  unsharedTokens: 0,
  generatedTurns: 1,
  generatedTokens: 50,
  generationContextTokens: 100,
  drawnReplies: 0,
  promptTokens: 0,
};

it("adds reading and writing at their own rates", () => {
  expect(expectedSeconds(cost, { scoredPerSecond: 100, generatedPerSecond: 10 })).toBe(15);
});

it("expects one thread to take longer and many no less than two", () => {
  const seconds = [1, 2, 8].map((threads) => expectedSeconds(cost, expectedRates(threads)));
  expect(seconds[0]).toBeGreaterThan(seconds[1] ?? Number.POSITIVE_INFINITY);
  expect(seconds[2]).toBe(seconds[1]);
});
