import fc from "fast-check";
import { expect, it } from "vitest";
import { fakeLane } from "./__fixtures__/fake-lane.ts";
import { eraseFrom, prefill, turnEnds } from "./prefill.ts";

const end = 9;
const request = (context: readonly number[]) => ({ context, endOfTurn: end, signal: undefined });

it("evaluates each turn by itself and leaves the tail to the caller", async () => {
  const lane = fakeLane();
  const { reusedTokens, tail } = await prefill(lane, request([1, 2, end, 3, end, 4, 5]));
  expect({ reusedTokens, tail }).toEqual({ reusedTokens: 0, tail: [4, 5] });
  expect(lane.log).toEqual(["evaluate 1,2,9", "evaluate 3,9"]);
});

it("keeps whole turns that are remembered, and nothing of a turn that differs late", async () => {
  const lane = fakeLane([1, 2, end, 3, 3, 3, end, 7]);
  const { reusedTokens, tail } = await prefill(lane, request([1, 2, end, 3, 3, 4, end, 5]));
  expect({ reusedTokens, tail }).toEqual({ reusedTokens: 3, tail: [5] });
  expect(lane.log).toEqual(["erase 3-8", "evaluate 3,3,4,9"]);
});

it("evaluates the tail anew even where all of it is remembered", async () => {
  const lane = fakeLane([1, end, 4, 5]);
  expect(await prefill(lane, request([1, end, 4, 5]))).toEqual({ reusedTokens: 2, tail: [4, 5] });
  expect(lane.log).toEqual(["erase 2-4"]);
});

it("always leaves something to evaluate, also where an end of turn comes last", async () => {
  expect(turnEnds([1, end, 2, end], end)).toEqual([2]);
  expect((await prefill(fakeLane(), request([1, end]))).tail).toEqual([1, end]);
});

it("stops between turns once the signal is aborted", async () => {
  const stopped = prefill(fakeLane(), { ...request([1, end, 2]), signal: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ failure: { kind: "cancelled" } });
});

it("erases only what is there", async () => {
  const lane = fakeLane([1, 2, 3]);
  await eraseFrom(lane, 3);
  await eraseFrom(lane, 1);
  expect(lane.log).toEqual(["erase 1-3"]);
});

const tokens = fc.array(fc.integer({ min: 7, max: end }), { minLength: 1, maxLength: 12 });

// The way a token is evaluated: with which others, after which.
async function groups(lane: ReturnType<typeof fakeLane>, context: readonly number[]) {
  const { reusedTokens, tail } = await prefill(lane, request(context));
  await lane.controlledEvaluate(tail as never);
  return { reusedTokens, memory: lane.contextTokens };
}

it("ends with the context in memory, evaluated in the same groups whatever came before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(tokens, { maxLength: 4 }), tokens, async (before, context) => {
      const lane = fakeLane();
      for (const earlier of before) await groups(lane, earlier);
      const { reusedTokens, memory } = await groups(lane, context);
      const fresh = fakeLane();
      await groups(fresh, context);
      expect(memory).toEqual(context);
      const evaluated = lane.log.filter((line) => line.startsWith("evaluate"));
      const expected = fresh.log.filter((line) => line.startsWith("evaluate"));
      const skipped = turnEnds(context, end).filter((cut) => cut <= reusedTokens).length;
      expect(evaluated.slice(evaluated.length - expected.length + skipped)).toEqual(
        expected.slice(skipped),
      );
    }),
  );
});
