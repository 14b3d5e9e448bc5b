import type { Token } from "node-llama-cpp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EmbeddedModel } from "../../src/models/index.ts";
import { chatTemplate } from "../../src/models/llama/chat-template.ts";
import { chatTokens } from "../../src/models/llama/chat-tokens.ts";
import { type RawEngine, type RawReading, rawEngine } from "./raw-engine.ts";
import { type GoldenCase, golden, goldenCase, openSmollm2, weights } from "./smollm2.ts";

/*
 * The golden numbers are PyTorch's, float32, over the dequantised Q4_1 weights. The engine's kernels round
 * activations to 8 bits, which moves single tokens by about 0.1 nats (root mean square), unlikely ones by
 * up to 2. Measured: rms 0.12, mean -0.01, a total of 204 tokens off by 3.8. With F32 weights the same code
 * is within 0.02 nats of PyTorch at every token, so the rest is rounding, not method. The limits leave
 * another processor's kernels room, and every reading that is wrong on purpose below breaks one.
 */
const limits = { rms: 0.25, mean: 0.04, totalPerRootToken: 0.8 };

interface Distance {
  /** Root mean square of the differences of all tokens, in nats. */
  readonly rms: number;
  /** Their mean, in nats: what does not average out. */
  readonly mean: number;
  /** Largest difference of a case's total, in nats per square root of its tokens. */
  readonly totalPerRootToken: number;
}

/** How far readings of all cases are from the golden numbers. */
function distance(readings: readonly (readonly number[])[]): Distance {
  const byCase = golden.cases.map(({ tokenLogprobs }, at) =>
    tokenLogprobs.map((value, index) => (readings[at]?.[index] ?? Number.NaN) - value),
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const all = byCase.flat();
  return {
    rms: Math.sqrt(sum(all.map((value) => value ** 2)) / all.length),
    mean: sum(all) / all.length,
    totalPerRootToken: Math.max(...byCase.map((one) => Math.abs(sum(one)) / Math.sqrt(one.length))),
  };
}

function isWithinLimits({ rms, mean, totalPerRootToken }: Distance): boolean {
  return (
    rms <= limits.rms &&
    Math.abs(mean) <= limits.mean &&
    totalPerRootToken <= limits.totalPerRootToken
  );
}

describe.skipIf(weights === null)("SmolLM2 in the embedded engine", () => {
  let model: EmbeddedModel;
  let raw: RawEngine;

  beforeAll(async () => {
    model = await openSmollm2();
    raw = await rawEngine(weights ?? "");
  });
  afterAll(async () => {
    await model?.[Symbol.asyncDispose]();
    await raw?.[Symbol.asyncDispose]();
  });

  const scored = async (one: GoldenCase) => {
    const { scores } = await model.score({ context: one.messages, continuations: [one.reply] });
    return scores[0]?.tokenLogprobs ?? [];
  };

  describe("agrees with PyTorch", () => {
    it("on every case, token by token and in total", async () => {
      const readings: (readonly number[])[] = [];
      for (const one of golden.cases) readings.push(await scored(one));
      expect(readings.map(({ length }) => length)).toEqual(
        golden.cases.map(({ replyTokens }) => replyTokens.length),
      );
      const found = distance(readings);
      expect(found, JSON.stringify(found)).toSatisfy(isWithinLimits);
    });

    it("and with the engine's own full softmax to 0.0001 nats", async () => {
      const one = goldenCase("several turns");
      const readings = await raw.read({
        prompt: one.promptTokens,
        reply: one.replyTokens,
        ask: () => ({ probabilities: true, options: { temperature: 0 } }),
      });
      const full = readings.map(({ token, next }) =>
        Math.log(next.probabilities?.get(token) ?? Number.NaN),
      );
      const own = await scored(one);
      const worst = Math.max(...own.map((value, index) => Math.abs(value - (full[index] ?? 1))));
      expect(worst).toBeLessThan(1e-4);
    });
  });

  describe("would not agree", () => {
    it.each(wrongReadings)("with $name", async ({ reading }) => {
      const readings: (readonly number[])[] = [];
      for (const one of golden.cases) readings.push(await reading(raw, one));
      const found = distance(readings);
      expect(found, JSON.stringify(found)).not.toSatisfy(isWithinLimits);
    });
  });

  describe("reads chats as the model was trained on them", () => {
    const opened = () => {
      const template = chatTemplate(golden.chatTemplate, tokenTexts, "golden");
      const tokenize = (text: string, special: boolean) => raw.model.tokenize(text, special);
      return { template, tokens: chatTokens(template, { tokenize, markup }) };
    };

    it("with the template that the golden numbers were made with", () => {
      expect(raw.model.fileInfo.metadata.tokenizer.chat_template).toBe(golden.chatTemplate);
      expect(opened().template.closing).toBe("<|im_end|>\n");
    });

    it.each(golden.cases)("rendered and encoded as elsewhere: $name", (one) => {
      const { template, tokens } = opened();
      expect(template.render(one.messages, true)).toBe(one.promptText);
      expect(tokens.prompt(one.messages)).toEqual(one.promptTokens);
      expect(tokens.reply(one.reply)).toEqual(one.replyTokens);
      expect(model.countTokens(one.reply)).toBe(one.replyTokens.length);
    });

    it("and says what system text the template adds", () => {
      const added = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";
      expect(model.addedSystem).toBe(added);
    });
  });
});

const tokenTexts = { beginning: "<|im_start|>", end: "<|im_end|>" };
const markup = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

type Ask = (
  next: Token,
) => Parameters<RawEngine["read"]>[0]["ask"] extends (next: Token) => infer Asked ? Asked : never;

const rightAsk: Ask = (next) => ({
  logits: { filter: { tokens: [next], includeSelected: true } },
  totalLogitWeight: true,
  options: { temperature: 0 },
});

/** The scorer's formula, over whatever logits came back; a token that was cut off counts as it should. */
function logprobs(readings: readonly RawReading[], one: GoldenCase): number[] {
  return readings.map(({ next }, index) => {
    const { logits, totalLogitWeight: weight } = next;
    // The engine brands its token ids; a token id is a plain whole number.
    const logit = logits?.get(one.replyTokens[index] as Token);
    // The kindest case for the broken reading: what is missing altogether is filled in.
    if (logits === undefined || logit === undefined || weight === undefined) {
      return one.tokenLogprobs[index] ?? Number.NaN;
    }
    return logit - Math.max(...logits.values()) - Math.log(weight);
  });
}

async function readAs(raw: RawEngine, one: GoldenCase, ask: Ask): Promise<number[]> {
  const { promptTokens: prompt, replyTokens: reply } = one;
  return logprobs(await raw.read({ prompt, reply, ask }), one);
}

async function readAfter(raw: RawEngine, one: GoldenCase, prompt: readonly number[]) {
  return logprobs(await raw.read({ prompt, reply: one.replyTokens, ask: rightAsk }), one);
}

interface WrongReading {
  readonly name: string;
  readonly reading: (raw: RawEngine, one: GoldenCase) => Promise<number[]>;
}

/** Mistakes that raise no error. */
const wrongReadings: readonly WrongReading[] = [
  {
    name: "the filter that should add the maximum and does not",
    reading: (raw, one) =>
      readAs(raw, one, (next) => ({
        logits: { filter: { tokens: [next], includeMax: true } },
        totalLogitWeight: true,
        options: { temperature: 0 },
      })),
  },
  {
    name: "the engine's default top-k and top-p",
    reading: (raw, one) =>
      readAs(raw, one, (next) => ({
        logits: { filter: { tokens: [next], includeTop: 1 } },
        totalLogitWeight: true,
        options: { temperature: 1 },
      })),
  },
  {
    name: "the engine's default top-k alone",
    reading: (raw, one) =>
      readAs(raw, one, (next) => ({
        logits: { filter: { tokens: [next], includeTop: 1 } },
        totalLogitWeight: true,
        options: { temperature: 1, topP: 1 },
      })),
  },
  {
    name: "each token read one place too late",
    reading: async (raw, one) => {
      const [first = 0, ...rest] = one.replyTokens;
      const tokens = one.replyTokens as readonly Token[];
      const readings = await raw.read({
        prompt: [...one.promptTokens, first],
        reply: [...rest, first],
        ask: () => ({
          ...rightAsk(0 as Token),
          logits: { filter: { tokens: [...tokens], includeSelected: true } },
        }),
      });
      return logprobs(readings, one);
    },
  },
  {
    name: "a prompt that lacks its last token",
    reading: (raw, one) => readAfter(raw, one, one.promptTokens.slice(0, -1)),
  },
  {
    name: "no system text where the template adds one",
    reading: (raw, one) => {
      const turns = one.messages.map(
        ({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`,
      );
      const text = `${turns.join("")}<|im_start|>assistant\n`;
      return readAfter(raw, one, raw.model.tokenize(text, true));
    },
  },
  {
    name: "a template of another model",
    reading: (raw, one) => {
      const turns = one.messages.map(({ role, content }) => `${role}: ${content}\n`);
      return readAfter(raw, one, raw.model.tokenize(`${turns.join("")}assistant: `));
    },
  },
];
