import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { chunked, guarded, guardOptions, marker } from "./__fixtures__/guarded.ts";
import { type FixtureReply, fixtureBytes } from "./__fixtures__/replies.ts";
import type { StreamGuardOptions, StreamPolicy } from "./stream-policy.ts";

const window: StreamPolicy = { kind: "window", sizeChars: 12, overlapChars: 8 };
const buffer: StreamPolicy = { kind: "buffer", maxBytes: 1 << 20, onExceeded: "closed" };
const call = { id: "call_1", name: "look_up", pieces: ['{"city":', '"Paris"}'] };
const texts = ["Bonjour", ", ça va? ", "Très bien. ", "To the ", "end."];
const bad = ["I am fine. ", "So far, yes. ", `Then the ${marker} `, "comes. "];

const good = (format: FixtureReply["format"], id = "first"): FixtureReply => ({
  format,
  id,
  thinking: ["let me ", "think"],
  texts,
  call,
});

interface Case {
  readonly reply: FixtureReply;
  readonly policy: StreamPolicy;
  readonly given?: Partial<StreamGuardOptions>;
}

/** A server's answer made of the guarded bytes, in small chunks and with a trailer. */
function fetchOf({ reply, policy, given = {} }: Case): typeof fetch {
  return async () => {
    const options = guardOptions(reply.format, policy, {
      trailer: () => "turncoat: read",
      ...given,
    });
    const { bytes } = await guarded(chunked(fixtureBytes(reply), [7, 61]), options);
    return new Response(Buffer.from(bytes), { headers: { "content-type": "text/event-stream" } });
  };
}

const again = (reply: FixtureReply) => {
  const answers = [fixtureBytes(reply)];
  const regenerate = () => {
    const next = answers.shift();
    return Promise.resolve(next === undefined ? null : chunked(next));
  };
  return { onHeld: "regenerate", regenerate } as const;
};

function openai(test: Case): OpenAI {
  return new OpenAI({ apiKey: "none", fetch: fetchOf(test), maxRetries: 0 });
}

const chat = (test: Case) =>
  openai(test).chat.completions.stream({
    model: "m-1",
    messages: [{ role: "user", content: "hello" }],
    stream_options: { include_usage: true },
  });
const responses = (test: Case) => openai(test).responses.stream({ model: "m-1", input: "hello" });
const messages = (test: Case) =>
  new Anthropic({ apiKey: "none", fetch: fetchOf(test), maxRetries: 0 }).messages.stream({
    model: "m-1",
    max_tokens: 100,
    messages: [{ role: "user", content: "hello" }],
  });

describe("the openai client reading chat streams", () => {
  it.each([{ kind: "observe" } as const, window, { kind: "sentence" } as const, buffer])(
    "gets text, call and usage through $kind",
    async (policy) => {
      const reply = await chat({ reply: good("openai-chat"), policy }).finalChatCompletion();
      expect(reply.choices[0]?.message.content).toBe(texts.join(""));
      expect(reply.choices[0]?.message.tool_calls?.[0]).toMatchObject({ id: "call_1" });
      expect(reply.usage?.total_tokens).toBe(15);
    },
  );

  it("gets an honest end where a reply is cut, and where it is withheld", async () => {
    const reply = { ...good("openai-chat"), texts: bad };
    const cut = await chat({ reply, policy: window }).finalChatCompletion();
    expect(cut.choices[0]).toMatchObject({ finish_reason: "content_filter" });
    expect(cut.choices[0]?.message.content).toBe("I am fine. So far, yes. ");
    const withheld = await chat({ reply, policy: buffer }).finalChatCompletion();
    expect(withheld.choices[0]).toMatchObject({ finish_reason: "content_filter" });
    expect(withheld.id).toBe("first");
  });

  it("gets one reply where a second answer goes on", async () => {
    const reply = { ...good("openai-chat"), texts: bad };
    const given = again(good("openai-chat", "second"));
    const all = await chat({ reply, policy: window, given }).finalChatCompletion();
    expect(all.id).toBe("first");
    expect(all.choices[0]?.message.content).toBe(`I am fine. So far, yes. \n\n${texts.join("")}`);
    expect(all.choices[0]?.finish_reason).toBe("tool_calls");
  });
});

describe("the openai client reading responses streams", () => {
  it.each([{ kind: "observe" } as const, window, { kind: "sentence" } as const, buffer])(
    "gets text and call through $kind",
    async (policy) => {
      const reply = await responses({ reply: good("openai-responses"), policy }).finalResponse();
      expect(reply.output_text).toBe(texts.join(""));
      expect(reply.output.at(-1)).toMatchObject({ type: "function_call", call_id: "call_1" });
    },
  );

  it("gets an incomplete response whose numbers have no gap", async () => {
    const reply = { ...good("openai-responses"), texts: bad };
    for (const policy of [window, buffer]) {
      const stream = responses({ reply, policy });
      const numbers: number[] = [];
      stream.on("event", ({ sequence_number }) => numbers.push(sequence_number));
      const cut = await stream.finalResponse();
      expect(cut.status).toBe("incomplete");
      expect(cut.incomplete_details).toEqual({ reason: "content_filter" });
      expect(cut.output_text ?? "").toBe(policy === window ? "I am fine. So far, yes. " : "");
      expect(numbers).toEqual(numbers.map((_, index) => index));
    }
  });

  it("gets items of both where a second answer goes on", async () => {
    const reply = { ...good("openai-responses"), texts: bad };
    const given = again(good("openai-responses", "second"));
    const stream = responses({ reply, policy: window, given });
    const numbers: number[] = [];
    stream.on("event", ({ sequence_number }) => numbers.push(sequence_number));
    const all = await stream.finalResponse();
    expect(all.id).toBe("first");
    expect(all.status).toBe("completed");
    expect(all.output.map(({ type }) => type)).toEqual(
      "reasoning message reasoning message function_call".split(" "),
    );
    expect(all.output_text).toBe(`I am fine. So far, yes. ${texts.join("")}`);
    expect(numbers).toEqual(numbers.map((_, index) => index));
  });
});

describe("the anthropic client reading message streams", () => {
  it.each([{ kind: "observe" } as const, window, { kind: "sentence" } as const, buffer])(
    "gets signed thinking, text and call through $kind",
    async (policy) => {
      const reply = await messages({ reply: good("anthropic-messages"), policy }).finalMessage();
      expect(reply.content).toMatchObject([
        { type: "thinking", thinking: "let me think", signature: "c2lnbmVk" },
        { type: "text", text: texts.join("") },
        { type: "tool_use", input: { city: "Paris" } },
      ]);
      expect(reply.stop_reason).toBe("tool_use");
    },
  );

  it("gets a refusal where a reply is cut, and where it is withheld", async () => {
    const reply = { ...good("anthropic-messages"), texts: bad };
    const cut = await messages({ reply, policy: window }).finalMessage();
    expect(cut.stop_reason).toBe("refusal");
    expect(cut.content.at(-1)).toMatchObject({ text: "I am fine. So far, yes. " });
    const withheld = await messages({ reply, policy: buffer }).finalMessage();
    expect(withheld).toMatchObject({ id: "first", stop_reason: "refusal", content: [] });
  });

  it("gets blocks of both where a second answer goes on", async () => {
    const reply = { ...good("anthropic-messages"), texts: bad };
    const given = again(good("anthropic-messages", "second"));
    const all = await messages({ reply, policy: window, given }).finalMessage();
    expect(all.id).toBe("first");
    expect(all.content.map(({ type }) => type)).toEqual(
      "thinking text thinking text tool_use".split(" "),
    );
    expect(all.stop_reason).toBe("tool_use");
  });
});
