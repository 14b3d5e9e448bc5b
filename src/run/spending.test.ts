import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatModel, ChatRequest } from "../ports/index.ts";
import { costUsd, dollars, metered } from "./spending.ts";

// $1 a token either way keeps sums in the head.
const prices = { inputUsd: 1_000_000, outputUsd: 1_000_000 };
const request: ChatRequest = {
  messages: [{ role: "user", content: "Hello" }],
  maxTokens: 10,
  temperature: 1,
  topP: 1,
  seed: 1,
};
/** What a request may cost at most: 8 + 2 for the prompt, 10 for the reply. */
const mostUsd = 20;

function model(tokens = { evaluatedTokens: 3, reusedTokens: 1, generatedTokens: 2 }): ChatModel {
  return {
    id: "test:model",
    generate: async () => ({ text: "Hi.", finish: "stop", servedModel: "model-1", ...tokens }),
    async *stream() {
      yield "Hi.";
      return null;
    },
  };
}

const budgetOf = (limitUsd: number, earlierUsd = 0) => ({ prices, limitUsd, earlierUsd });
const stopped = { failure: { kind: "budget" } };

describe("metered", () => {
  it("counts requests, tokens and the models that served", async () => {
    const { chat, spending } = metered(model(), null);
    await chat.generate(request);
    await chat.generate(request);
    expect(spending()).toEqual({
      requests: 2,
      promptTokens: 8,
      generatedTokens: 4,
      servedModels: ["model-1"],
      isEstimated: false,
    });
  });

  it("makes a request that fits, and none that might not", async () => {
    const fits = metered(model(), budgetOf(mostUsd));
    await fits.chat.generate(request);
    const tight = metered(model(), budgetOf(mostUsd - 1));
    await expect(tight.chat.generate(request)).rejects.toMatchObject(stopped);
    expect(tight.spending().requests).toBe(0);
  });

  it("takes what earlier starts spent, and what is under way, off the budget", async () => {
    const later = metered(model(), budgetOf(mostUsd + 5, 6));
    await expect(later.chat.generate(request)).rejects.toMatchObject({
      failure: { kind: "budget", limitUsd: 25, spentUsd: 6 },
    });
    const two = metered(model(), budgetOf(2 * mostUsd - 1));
    const both = await Promise.allSettled([two.chat.generate(request), two.chat.generate(request)]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  it("refuses everything after the first refusal, small requests too", async () => {
    const { chat } = metered(model(), budgetOf(mostUsd - 1));
    await expect(chat.generate(request)).rejects.toMatchObject(stopped);
    await expect(chat.generate({ ...request, maxTokens: 1 })).rejects.toMatchObject(stopped);
  });

  it("gives back what a failed request had reserved", async () => {
    let calls = 0;
    const flaky: ChatModel = {
      ...model(),
      generate: async (given) => {
        if (calls++ === 0) throw new Error("down");
        return await model().generate(given);
      },
    };
    const { chat } = metered(flaky, budgetOf(mostUsd));
    await expect(chat.generate(request)).rejects.toThrow("down");
    expect((await chat.generate(request)).text).toBe("Hi.");
  });

  it("never spends more than the limit while servers keep to theirs", async () => {
    const tokens = fc.record({
      evaluatedTokens: fc.integer({ min: 0, max: 9 }),
      reusedTokens: fc.constant(0),
      generatedTokens: fc.integer({ min: 0, max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(tokens, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 4 }),
        async (replies, limitUsd, lanes) => {
          const queue = [...replies];
          const drawn: ChatModel = {
            ...model(),
            generate: async (given) => await model(queue.shift()).generate(given),
          };
          const { chat, spending } = metered(drawn, budgetOf(limitUsd));
          const lane = async () => {
            while (queue.length > 0) await chat.generate(request);
          };
          await Promise.allSettled(Array.from({ length: lanes }, lane));
          expect(costUsd(spending(), prices)).toBeLessThanOrEqual(limitUsd);
        },
      ),
    );
  });
});

describe("dollars", () => {
  it.each([
    [0, "$0.00"],
    [0.42, "$0.42"],
    [12.345, "$12.35"],
    [0.0042, "$0.0042"],
    [0.000_001_23, "$0.0000012"],
  ])("says %d as %s", (usd, text) => {
    expect(dollars(usd)).toBe(text);
  });
});
