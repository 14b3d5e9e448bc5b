import Anthropic from "@anthropic-ai/sdk";
import { createOpenAI } from "ai-openai2";
import { generateText, streamText } from "ai5";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { ChatModel } from "../../ports/index.ts";
import { fetchOf, open } from "./__fixtures__/ask.ts";
import { wordModel } from "./__fixtures__/word-model.ts";

const echo = () => wordModel(({ messages }) => messages.map(({ content }) => content).join(" | "));

const openai = (model: ChatModel = echo()) =>
  new OpenAI({
    apiKey: "k",
    baseURL: "http://gateway.invalid/v1",
    maxRetries: 0,
    fetch: fetchOf(open(model)),
  });
const anthropic = (model: ChatModel = echo()) =>
  new Anthropic({
    apiKey: "k",
    baseURL: "http://gateway.invalid",
    maxRetries: 0,
    fetch: fetchOf(open(model)),
  });

const messages = [{ role: "user", content: "good morning to you" }] as const;
const chat = { model: "tiny", messages: [...messages] };
const message = { model: "tiny", max_tokens: 50, messages: [...messages] };

describe("the official OpenAI client: chat completions", () => {
  it("are given whole", async () => {
    const reply = await openai().chat.completions.create(chat);
    expect(reply.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { role: "assistant", content: "good morning to you" },
    });
    expect(reply.usage).toMatchObject({
      prompt_tokens: 4,
      completion_tokens: 4,
      total_tokens: 8,
      prompt_tokens_details: { cached_tokens: 1 },
    });
    expect(reply._request_id).toMatch(/^req_/);
  });

  it("are streamed, with counts where they are asked for", async () => {
    const stream = openai().chat.completions.stream({
      ...chat,
      max_completion_tokens: 3,
      stream_options: { include_usage: true },
    });
    const pieces: string[] = [];
    stream.on("content", (delta) => pieces.push(delta));
    const final = await stream.finalChatCompletion();
    expect(pieces).toEqual(["good ", "morning ", "to "]);
    expect(final.choices[0]).toMatchObject({
      finish_reason: "length",
      message: { content: "good morning to " },
    });
    expect(final.usage).toMatchObject({ prompt_tokens: 4, completion_tokens: 3 });
    const plain = await openai().chat.completions.create({ ...chat, stream: true });
    for await (const chunk of plain) expect(chunk).not.toHaveProperty("usage");
  });

  it("end before a stop text, and say that a reply was refused", async () => {
    const stopped = await openai().chat.completions.create({ ...chat, stop: "ng to" });
    expect(stopped.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: "good morni" },
    });
    const refused = await openai(
      wordModel(() => "no", { finish: "refused" }),
    ).chat.completions.create(chat);
    expect(refused.choices[0]?.finish_reason).toBe("content_filter");
  });

  it("fail as the vendor's do", async () => {
    const wrong = openai().chat.completions.create({ ...chat, model: "gpt-9" });
    await expect(wrong).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    const bad = openai().chat.completions.create({ ...chat, n: 2 });
    await expect(bad).rejects.toMatchObject({ status: 400, param: "n" });
    const stream = await openai(wordModel(() => "so FAIL")).chat.completions.create({
      ...chat,
      stream: true,
    });
    const reading = (async () => {
      for await (const _ of stream);
    })();
    await expect(reading).rejects.toBeInstanceOf(OpenAI.APIError);
  });
});

describe("the official OpenAI client: responses", () => {
  it("go on from one another, without the earlier one's instructions", async () => {
    const client = openai();
    const first = await client.responses.create({
      model: "tiny",
      input: "one",
      instructions: "kind",
    });
    expect(first.output_text).toBe("kind | one");
    expect(first).toMatchObject({
      status: "completed",
      usage: { input_tokens: 2, output_tokens: 3 },
    });
    const second = await client.responses.create({
      model: "tiny",
      input: [{ role: "user", content: [{ type: "input_text", text: "two" }] }],
      previous_response_id: first.id,
    });
    expect(second.output_text).toBe("one | kind | one | two");
    const named = await client.responses.create({
      model: "tiny",
      input: [
        { role: "user", content: "x" },
        { type: "item_reference", id: first.output[0]?.id ?? "" },
        { role: "user", content: "y" },
      ],
    });
    expect(named.output_text).toBe("x | kind | one | y");
  });

  it("are forgotten where they are not to be stored", async () => {
    const client = openai();
    const first = await client.responses.create({ model: "tiny", input: "one", store: false });
    const next = client.responses.create({
      model: "tiny",
      input: "two",
      previous_response_id: first.id,
    });
    await expect(next).rejects.toMatchObject({ status: 400, code: "previous_response_not_found" });
  });

  it("are streamed as typed events, numbered without a gap", async () => {
    const client = openai();
    const events = [];
    const stream = client.responses.stream({
      model: "tiny",
      input: "one two",
      max_output_tokens: 1,
    });
    for await (const event of stream) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.incomplete",
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, at) => at));
    const last = events.at(-1);
    expect(last).toMatchObject({
      response: { incomplete_details: { reason: "max_output_tokens" } },
    });
    const whole = await client.responses
      .stream({ model: "tiny", input: "one two" })
      .finalResponse();
    expect(whole).toMatchObject({ status: "completed", output_text: "one two" });
    const next = client.responses.create({
      model: "tiny",
      input: "so",
      previous_response_id: whole.id,
    });
    expect((await next).output_text).toBe("one two | one two | so");
  });
});

describe("the official Anthropic client: messages", () => {
  it("are given whole", async () => {
    const system = [{ type: "text", text: "kind" } as const];
    const reply = await anthropic().messages.create({ ...message, system });
    expect(reply).toMatchObject({
      role: "assistant",
      stop_reason: "end_turn",
      content: [{ type: "text", text: "kind | good morning to you" }],
      usage: { input_tokens: 4, cache_read_input_tokens: 1, output_tokens: 6 },
    });
    expect(reply._request_id).toBe("req_id0");
  });

  it("are streamed", async () => {
    const stream = anthropic().messages.stream({ ...message, max_tokens: 2 });
    const pieces: string[] = [];
    stream.on("text", (delta) => pieces.push(delta));
    expect(await stream.finalMessage()).toMatchObject({
      content: [{ text: "good morning " }],
      stop_reason: "max_tokens",
      usage: { input_tokens: 3, cache_read_input_tokens: 1, output_tokens: 2 },
    });
    expect(pieces).toEqual(["good ", "morning "]);
  });

  it("end before a stop text, and say which", async () => {
    const stop_sequences = ["to you", "zz"];
    const whole = await anthropic().messages.create({ ...message, stop_sequences });
    const stream = anthropic().messages.stream({ ...message, stop_sequences });
    for (const reply of [whole, await stream.finalMessage()]) {
      expect(reply).toMatchObject({
        content: [{ text: "good morning " }],
        stop_reason: "stop_sequence",
        stop_sequence: "to you",
      });
    }
  });

  it("read calls, results and thinking of earlier turns", async () => {
    const reply = await anthropic().messages.create({
      ...message,
      messages: [
        { role: "user", content: "add" },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hm", signature: "s" },
            { type: "tool_use", id: "t", name: "add", input: { a: 1 } },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "2" }] },
          ],
        },
      ],
    });
    expect(reply.content[0]).toMatchObject({
      text: 'add | [called add with {"a":1}] | [result of add]\n2',
    });
  });

  it("are counted, with no need for a limit", async () => {
    const count = await anthropic().messages.countTokens({
      model: "tiny",
      messages: [...messages],
    });
    expect(count.input_tokens).toBe(15);
  });

  it("fail as the vendor's do", async () => {
    const wrong = anthropic().messages.create({ ...message, model: "claude-9" });
    await expect(wrong).rejects.toBeInstanceOf(Anthropic.NotFoundError);
    const stream = anthropic(wordModel(() => "so FAIL")).messages.stream(message);
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIError);
  });
});

describe("the AI SDK", () => {
  const provider = () =>
    createOpenAI({
      apiKey: "k",
      baseURL: "http://gateway.invalid/v1",
      fetch: fetchOf(open(echo())),
    });

  it("chats and streams through both of OpenAI's APIs", async () => {
    const openAi = provider();
    for (const model of [openAi.chat("tiny"), openAi.responses("tiny")]) {
      const prompt = "good morning to you";
      const whole = await generateText({ model, prompt });
      expect(whole).toMatchObject({ text: prompt, finishReason: "stop" });
      expect(whole.usage).toMatchObject({ inputTokens: 4, outputTokens: 4 });
      const stream = streamText({ model, prompt });
      expect(await stream.text).toBe(prompt);
      expect(await stream.usage).toMatchObject({ inputTokens: 4, outputTokens: 4 });
    }
  });

  it("goes on from its own earlier replies", async () => {
    const model = provider().responses("tiny");
    const first = await generateText({ model, prompt: "one" });
    const history = [
      { role: "user" as const, content: "one" },
      ...first.response.messages,
      { role: "user" as const, content: "two" },
    ];
    expect((await generateText({ model, messages: history })).text).toBe("one | one | two");
  });
});
