import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EmbeddedModel } from "../../src/models/index.ts";
import { fetchOf } from "../../src/upstreams/embedded/__fixtures__/ask.ts";
import { embeddedUpstream } from "../../src/upstreams/index.ts";
import { openSmollm2, weights } from "./smollm2.ts";

const baseURL = "http://gateway.invalid";
const messages = [
  { role: "system" as const, content: "You answer in one short sentence." },
  { role: "user" as const, content: "Name three colours." },
];
const [system, question] = messages;

describe.skipIf(weights === null)("the embedded model as a server", () => {
  let model: EmbeddedModel;
  let fetch: typeof globalThis.fetch;
  beforeAll(async () => {
    model = await openSmollm2();
    let ids = 0;
    const upstream = embeddedUpstream({
      model,
      modelId: "smollm2",
      now: () => 0,
      newId: () => `id${ids++}`,
      countTokens: (text) => model.countTokens(text),
      lanes: model.lanes,
    });
    fetch = fetchOf(upstream);
  });
  afterAll(async () => {
    await model?.[Symbol.asyncDispose]();
  });

  it("gives the model's own reply and counts, whole and streamed", async () => {
    const openai = new OpenAI({ apiKey: "k", baseURL: `${baseURL}/v1`, maxRetries: 0, fetch });
    const asked = {
      model: "smollm2",
      messages,
      max_completion_tokens: 16,
      temperature: 0,
      seed: 1,
    };
    const own = await model.generate({ messages, maxTokens: 16, temperature: 0, topP: 1, seed: 1 });
    const whole = await openai.chat.completions.create(asked);
    const streamed = await openai.chat.completions
      .stream({ ...asked, stream_options: { include_usage: true } })
      .finalChatCompletion();
    expect(own.text).not.toBe("");
    for (const { choices, usage } of [whole, streamed]) {
      expect(choices[0]).toMatchObject({
        finish_reason: own.finish,
        message: { content: own.text },
      });
      expect(usage).toMatchObject({
        prompt_tokens: own.evaluatedTokens + own.reusedTokens,
        completion_tokens: own.generatedTokens,
      });
    }
  });

  it("counts a conversation as the model does", async () => {
    const anthropic = new Anthropic({ apiKey: "k", baseURL, maxRetries: 0, fetch });
    const asked = {
      model: "embedded",
      system: system?.content ?? "",
      messages: [{ role: "user" as const, content: question?.content ?? "" }],
    };
    const { usage } = await anthropic.messages.create({ ...asked, max_tokens: 4 });
    const { input_tokens } = await anthropic.messages.countTokens(asked);
    expect(input_tokens).toBe(usage.input_tokens + (usage.cache_read_input_tokens ?? 0));
  });

  it("fills what room the context has, and refuses a conversation that has none", async () => {
    const anthropic = new Anthropic({ apiKey: "k", baseURL, maxRetries: 0, fetch });
    const long = (words: number) => ({
      model: "smollm2",
      max_tokens: 32_000,
      messages: [{ role: "user" as const, content: "so ".repeat(words) }],
    });
    // The client wants so long a reply streamed.
    const { usage } = await anthropic.messages.stream(long(470)).finalMessage();
    const prompt = usage.input_tokens + (usage.cache_read_input_tokens ?? 0);
    expect(prompt + usage.output_tokens).toBeLessThanOrEqual(512);
    await expect(anthropic.messages.stream(long(600)).finalMessage()).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("prompt is too long"),
    });
  });

  it("stops when the client leaves, and answers the next", async () => {
    const openai = new OpenAI({ apiKey: "k", baseURL: `${baseURL}/v1`, maxRetries: 0, fetch });
    const asked = { model: "smollm2", messages, max_completion_tokens: 200, temperature: 0 };
    const stream = await openai.chat.completions.create({ ...asked, stream: true });
    for await (const _ of stream) break;
    const next = await openai.chat.completions.create({ ...asked, max_completion_tokens: 2 });
    expect(next.choices[0]?.finish_reason).toBe("length");
  });
});
