import { generateText as generateText5, streamText as streamText5, wrapLanguageModel as wrap5 } from "ai5";
import { MockLanguageModelV2, simulateReadableStream } from "ai5/test";
import { generateText as generateText6, streamText as streamText6, wrapLanguageModel as wrap6 } from "ai6";
import { MockLanguageModelV3 } from "ai6/test";
import { generateText as generateText7, streamText as streamText7, wrapLanguageModel as wrap7 } from "ai7";
import { MockLanguageModelV4 } from "ai7/test";
import type { AiSdkOptions } from "../turncoat-middleware.ts";
import { turncoatMiddlewareV2, turncoatMiddlewareV3, turncoatMiddlewareV4 } from "../versions.ts";

/** What a program says: turns of the user's and the assistant's. */
export interface Said {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** What a program sees of a reply. */
export interface Seen {
  readonly text: string;
  readonly finishReason: string;
  readonly note: unknown;
}

/** One call through a version's own `wrapLanguageModel`. */
export interface Asked {
  /** Replies of the model, one a call. A list is one text block a string. */
  readonly replies: readonly (string | readonly string[])[];
  readonly messages: Said[];
  readonly session?: string;
}

/** A version of the AI SDK, with what the model was asked. */
export interface Version {
  readonly name: string;
  generate(options: AiSdkOptions, asked: Asked): Promise<Seen & { readonly prompts: readonly unknown[] }>;
  stream(options: AiSdkOptions, asked: Asked): Promise<Seen & { readonly prompts: readonly unknown[] }>;
}

const usage2 = { inputTokens: 5, outputTokens: 7, totalTokens: 12 };
const usage3 = {
  inputTokens: { total: 5, noCache: 5, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 7, text: 7, reasoning: undefined },
};
const stop3 = { unified: "stop", raw: "stop" } as const;

const blocksOf = (reply: string | readonly string[]) =>
  (typeof reply === "string" ? [reply] : reply).map((text) => ({ type: "text", text }) as const);

/** Deltas of all blocks in turn, so that ids are mixed. */
function deltasOf(reply: string | readonly string[]) {
  const blocks = blocksOf(reply).map(({ text }, index) => ({ id: `t${index}`, words: text.split(/(?<= )/) }));
  const most = Math.max(...blocks.map(({ words }) => words.length));
  return [
    ...blocks.map(({ id }) => ({ type: "text-start", id }) as const),
    ...Array.from({ length: most }, (_, at) =>
      blocks.flatMap(({ id, words }) => {
        const delta = words[at];
        return delta === undefined ? [] : [{ type: "text-delta", id, delta } as const];
      }),
    ).flat(),
    ...blocks.map(({ id }) => ({ type: "text-end", id }) as const),
  ];
}

const timed = { initialDelayInMs: null, chunkDelayInMs: null } as const;

const callOf = ({ messages, session }: Asked) => ({
  messages,
  maxRetries: 0,
  ...(session === undefined ? {} : { providerOptions: { turncoat: { sessionId: session } } }),
});

type Metadata = Readonly<Record<string, unknown>> | undefined;
const noteIn = (metadata: Metadata): unknown => metadata?.["turncoat"];

/** AI SDK 5 with models of version 2. */
export const version2: Version = {
  name: "AI SDK 5, V2",
  async generate(options, asked) {
    const model = new MockLanguageModelV2({
      doGenerate: asked.replies.map((reply) => ({ content: blocksOf(reply), finishReason: "stop" as const, usage: usage2, warnings: [] })),
    });
    const wrapped = wrap5({ model, middleware: turncoatMiddlewareV2(options) });
    const { text, finishReason, providerMetadata } = await generateText5({ model: wrapped, ...callOf(asked) });
    return { text, finishReason, note: noteIn(providerMetadata), prompts: model.doGenerateCalls.map(({ prompt }) => prompt) };
  },
  async stream(options, asked) {
    const model = new MockLanguageModelV2({
      doStream: asked.replies.map((reply) => ({
        stream: simulateReadableStream({
          ...timed,
          chunks: [{ type: "stream-start" as const, warnings: [] }, ...deltasOf(reply), { type: "finish" as const, finishReason: "stop" as const, usage: usage2 }],
        }),
      })),
    });
    const wrapped = wrap5({ model, middleware: turncoatMiddlewareV2(options) });
    const result = streamText5({ model: wrapped, ...callOf(asked) });
    const text = await result.text;
    return { text, finishReason: await result.finishReason, note: noteIn(await result.providerMetadata), prompts: model.doStreamCalls.map(({ prompt }) => prompt) };
  },
};

/** AI SDK 6 with models of version 3. */
export const version3: Version = {
  name: "AI SDK 6, V3",
  async generate(options, asked) {
    const model = new MockLanguageModelV3({
      doGenerate: asked.replies.map((reply) => ({ content: blocksOf(reply), finishReason: stop3, usage: usage3, warnings: [] })),
    });
    const wrapped = wrap6({ model, middleware: turncoatMiddlewareV3(options) });
    const { text, finishReason, providerMetadata } = await generateText6({ model: wrapped, ...callOf(asked) });
    return { text, finishReason, note: noteIn(providerMetadata), prompts: model.doGenerateCalls.map(({ prompt }) => prompt) };
  },
  async stream(options, asked) {
    const model = new MockLanguageModelV3({
      doStream: asked.replies.map((reply) => ({
        stream: simulateReadableStream({
          ...timed,
          chunks: [{ type: "stream-start" as const, warnings: [] }, ...deltasOf(reply), { type: "finish" as const, finishReason: stop3, usage: usage3 }],
        }),
      })),
    });
    const wrapped = wrap6({ model, middleware: turncoatMiddlewareV3(options) });
    const result = streamText6({ model: wrapped, ...callOf(asked) });
    const text = await result.text;
    return { text, finishReason: await result.finishReason, note: noteIn(await result.providerMetadata), prompts: model.doStreamCalls.map(({ prompt }) => prompt) };
  },
};

/** AI SDK 7 with models of version 4. */
export const version4: Version = {
  name: "AI SDK 7, V4",
  async generate(options, asked) {
    const model = new MockLanguageModelV4({
      doGenerate: asked.replies.map((reply) => ({ content: blocksOf(reply), finishReason: stop3, usage: usage3, warnings: [] })),
    });
    const wrapped = wrap7({ model, middleware: turncoatMiddlewareV4(options) });
    const { text, finishReason, providerMetadata } = await generateText7({ model: wrapped, ...callOf(asked) });
    return { text, finishReason, note: noteIn(providerMetadata), prompts: model.doGenerateCalls.map(({ prompt }) => prompt) };
  },
  async stream(options, asked) {
    const model = new MockLanguageModelV4({
      doStream: asked.replies.map((reply) => ({
        stream: simulateReadableStream({
          ...timed,
          chunks: [{ type: "stream-start" as const, warnings: [] }, ...deltasOf(reply), { type: "finish" as const, finishReason: stop3, usage: usage3 }],
        }),
      })),
    });
    const wrapped = wrap7({ model, middleware: turncoatMiddlewareV4(options) });
    const result = streamText7({ model: wrapped, ...callOf(asked) });
    const text = await result.text;
    return { text, finishReason: await result.finishReason, note: noteIn(await result.providerMetadata), prompts: model.doStreamCalls.map(({ prompt }) => prompt) };
  },
};
