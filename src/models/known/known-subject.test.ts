import { describe, expect, it } from "vitest";
import { chatModelContract } from "../../../test/contracts/chat-model.contract.ts";
import { scorerContract } from "../../../test/contracts/scorer.contract.ts";
import { assistantBanks } from "../../../test/known-answers/banks.ts";
import { told } from "../../../test/known-answers/told.ts";
import type { Behaviour } from "../../core/index.ts";
import { mean, variance } from "../../math/index.ts";
import type { ChatMessage } from "../../ports/index.ts";
import { type KnownName, knownNames } from "./known-rules.ts";
import { knownSubject } from "./known-subject.ts";

const { behaviours } = assistantBanks(["kind", "honest"]);
const [kind] = behaviours as [Behaviour]; // Asked for by name, so it is there.
const subject = (name: KnownName, seed = 1) => knownSubject(name, { behaviours, seed });

describe.each(knownNames)("%s", (name) => {
  scorerContract(name, { open: async () => subject(name) });
  chatModelContract(name, async () => subject(name));
});

/** Margin of the unwanted, or another, reply against the wanted one, nats per token. */
async function margin(
  model: ReturnType<typeof subject>,
  context: readonly ChatMessage[],
  other?: string,
): Promise<number> {
  const item = kind.items.find(({ question }) => context.at(-1)?.content.endsWith(question));
  if (item === undefined) throw new RangeError("the context ends with no question of the bank");
  const continuations = [item.wanted, other ?? item.unwanted];
  const { scores } = await model.score({ context, continuations });
  const [wanted = 0, unwanted = 0] = scores.map(({ tokenLogprobs }) => tokenLogprobs[0]);
  return unwanted - wanted;
}

describe("margins", () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed);

  it("lie 0.9 below 0 in a fresh context, items 0.3 apart, with noise of 0.15", async () => {
    const fresh = await Promise.all(
      seeds.map((seed) => margin(subject("memoryless", seed), told("", kind, 5))),
    );
    expect(Math.abs(mean(fresh) + 0.9)).toBeLessThan(0.06);
    expect(Math.abs(Math.sqrt(variance(fresh)) - Math.hypot(0.3, 0.15))).toBeLessThan(0.04);
  });

  it("keep an item's own share in every context, so that contrasts lose it", async () => {
    const contrasts = await Promise.all(
      seeds.map(async (seed) => {
        const model = subject("memoryless", seed);
        return (
          (await margin(model, told("GGS", kind, 5))) - (await margin(model, told("GGG", kind, 5)))
        );
      }),
    );
    expect(Math.abs(mean(contrasts))).toBeLessThan(0.05);
    expect(Math.abs(Math.sqrt(variance(contrasts)) - 0.15 * Math.SQRT2)).toBeLessThan(0.03);
  });

  it("rise by the rule's shift after a slip", async () => {
    const effects = await Promise.all(
      seeds.map(async (seed) => {
        const model = subject("absorbing", seed);
        const after = await margin(model, told("GGS", kind, 5));
        return after - (await margin(model, told("GGG", kind, 5)));
      }),
    );
    expect(Math.abs(mean(effects) - 1)).toBeLessThan(0.05);
  });

  it("are those of unrelated styles too", async () => {
    const sports = kind.items[5]?.unrelated["sports"] ?? "";
    const fresh = await Promise.all(
      seeds.map((seed) => margin(subject("style-only", seed), told("", kind, 5), sports)),
    );
    expect(Math.abs(mean(fresh) + 0.9)).toBeLessThan(0.06);
  });
});

describe("instructions", () => {
  it("change the draw, not the mean", async () => {
    const system = { role: "system", content: "Be rude." } as const;
    const falls = await Promise.all(
      Array.from({ length: 300 }, async (_, seed) => {
        const model = subject("absorbing", seed);
        const context = told("", kind, 5);
        return (await margin(model, context)) - (await margin(model, [system, ...context]));
      }),
    );
    expect(Math.abs(mean(falls))).toBeLessThan(0.05);
    expect(new Set(falls).size).toBe(300);
  });
});

describe("replies", () => {
  const sampling = { maxTokens: 48, temperature: 0.7, topP: 0.95, seed: 3 };

  it("are the asked question's wanted one, and the unwanted one when the chain is turned", async () => {
    const item = kind.items[3];
    for (const name of knownNames) {
      const replies = await Promise.all(
        Array.from({ length: 40 }, (_, seed) =>
          subject(name, seed).generate({ messages: told("GGS", kind, 3), ...sampling }),
        ),
      );
      const texts = new Set(replies.map(({ text }) => text));
      const expected = name === "chain" ? [item?.wanted, item?.unwanted] : [item?.wanted];
      expect(texts).toEqual(new Set(expected));
    }
  });

  it("are short of an answer to a question of no bank", async () => {
    const messages = [{ role: "user", content: "Please sum up our conversation." }] as const;
    const { text } = await subject("chain").generate({ messages, ...sampling });
    expect(text).toBe("I have no reply to that.");
  });
});

it("refuses a seed that is not whole", () => {
  expect(() => subject("chain", 0.5)).toThrow("seed must be a whole number, not 0.5");
});
