import type { LanguageModelV3CallOptions, LanguageModelV3StreamPart } from "ai-provider3";
import { convertArrayToReadableStream, MockLanguageModelV3 } from "ai6/test";
import { expect, it } from "vitest";
import { testedParts } from "../__fixtures__/tested-parts.ts";
import { readPrompt, readReply } from "./prompt-conversation.ts";
import { streamContent } from "./stream-content.ts";
import { turncoatMiddlewareV3 } from "./versions.ts";

const finish: LanguageModelV3StreamPart = {
  type: "finish",
  finishReason: { unified: "tool-calls", raw: "tool_use" },
  usage: {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  },
};

const call = { type: "tool-call", toolCallId: "c1", toolName: "f", input: '{"a": 1}' } as const;

const mixed = (said: string): LanguageModelV3StreamPart[] => [
  { type: "stream-start", warnings: [] },
  { type: "reasoning-start", id: "r" },
  { type: "reasoning-delta", id: "r", delta: "hm" },
  { type: "reasoning-end", id: "r", providerMetadata: { anthropic: { signature: "s" } } },
  { type: "text-start", id: "a" },
  { type: "text-start", id: "b" },
  { type: "text-delta", id: "a", delta: "one " },
  { type: "text-delta", id: "b", delta: said },
  { type: "text-delta", id: "a", delta: "more" },
  { type: "text-end", id: "b" },
  { type: "tool-input-start", id: "c1", toolName: "f" },
  { type: "tool-input-delta", id: "c1", delta: '{"a": 1}' },
  { type: "tool-input-end", id: "c1" },
  call,
  { type: "text-end", id: "a" },
  finish,
];

const params: LanguageModelV3CallOptions = {
  prompt: [{ role: "user", content: [{ type: "text", text: "hi" }] }],
};

/** The middleware over one stream of the model's. */
async function streamed(
  source: ReadableStream<LanguageModelV3StreamPart>,
  {
    mode,
    later = [],
    signal,
  }: {
    readonly mode: "observe" | "enforce";
    readonly later?: LanguageModelV3StreamPart[][];
    readonly signal?: AbortSignal;
  },
) {
  const parts = testedParts({ mode });
  const model = new MockLanguageModelV3({
    doStream: later.map((chunks) => ({ stream: convertArrayToReadableStream(chunks) })),
  });
  const { wrapStream } = turncoatMiddlewareV3({ ...parts, streamPolicy: "buffer" });
  const { stream } = await wrapStream({
    doStream: async () => ({ stream: source }),
    params: signal === undefined ? params : { ...params, abortSignal: signal },
    model,
  });
  return { stream, parts };
}

async function all<Part>(stream: ReadableStream<Part>): Promise<Part[]> {
  const found: Part[] = [];
  for await (const part of stream) found.push(part);
  return found;
}

const noted = (parts: readonly LanguageModelV3StreamPart[]) =>
  parts.map((part) =>
    part.type === "finish"
      ? { ...part, providerMetadata: { turncoat: expect.objectContaining({ reply: "sent" }) } }
      : part,
  );

it.each(["observe", "enforce"] as const)("keeps order, ids and tool calls: %s", async (mode) => {
  const { stream } = await streamed(convertArrayToReadableStream(mixed("two")), { mode });
  expect(await all(stream)).toEqual(noted(mixed("two")));
});

it("lets no text and no tool call out before the verdict on all of it", async () => {
  const { readable, writable } = new TransformStream<LanguageModelV3StreamPart>();
  const writer = writable.getWriter();
  const { stream } = await streamed(readable, { mode: "enforce", later: [mixed("good")] });
  const reader = stream.getReader();
  for (const part of mixed("BAD")) void writer.write(part);
  expect(await reader.read()).toEqual({ done: false, value: mixed("")[0] });
  const next = reader.read();
  void writer.close();
  const first = await next;
  reader.releaseLock();
  const seen = JSON.stringify([first.value, ...(await all(stream))]);
  expect(seen).not.toContain("BAD");
  expect(seen).toContain("good");
});

it("leaves nothing of a withheld reply in the stream", async () => {
  const bad = [mixed("BAD"), mixed("BAD")];
  const { stream } = await streamed(convertArrayToReadableStream(mixed("BAD")), {
    mode: "enforce",
    later: bad,
  });
  const seen = await all(stream);
  expect(seen.map(({ type }) => type)).toEqual([
    "stream-start",
    "text-start",
    "text-delta",
    "text-end",
    "finish",
  ]);
  expect(seen.at(-1)).toMatchObject({ finishReason: { unified: "content-filter" } });
});

it.each(["observe", "enforce"] as const)("passes a broken stream's error on: %s", async (mode) => {
  const source = new ReadableStream<LanguageModelV3StreamPart>({
    pull: (controller) => controller.error(new Error("reset")),
  });
  const { stream } = await streamed(source, { mode });
  await expect(all(stream)).rejects.toThrow("reset");
});

it.each(["observe", "enforce"] as const)(
  "stops the model when nobody reads on: %s",
  async (mode) => {
    let reason: unknown = null;
    const source = new ReadableStream<LanguageModelV3StreamPart>({
      start: (controller) => controller.enqueue({ type: "stream-start", warnings: [] }),
      cancel: (why) => {
        reason = why;
      },
    });
    const { stream } = await streamed(source, { mode });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel("enough");
    expect(reason).toBe("enough");
  },
);

it("ends with the program's own reason when it aborts before the verdict", async () => {
  const abort = new AbortController();
  const source = new ReadableStream<LanguageModelV3StreamPart>({
    start(controller) {
      for (const part of mixed("fine")) controller.enqueue(part);
    },
    pull(controller) {
      abort.abort(new Error("the user left"));
      controller.close();
    },
  });
  const { stream } = await streamed(source, { mode: "enforce", signal: abort.signal });
  await expect(all(stream)).rejects.toThrow("the user left");
});

it("gives a reply the place that it has when it is sent again", () => {
  const { digest } = testedParts();
  const before = readPrompt(params.prompt, digest);
  const [reply] = readReply(before, streamContent(mixed("two")), digest);
  const again = readPrompt(
    [
      ...params.prompt,
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "hm", providerOptions: { anthropic: { signature: "s" } } },
          { type: "text", text: "one more" },
          { type: "text", text: "two" },
          { type: "tool-call", toolCallId: "c1", toolName: "f", input: { a: 1 } },
        ],
      },
      {
        role: "tool",
        content: [
          {
            type: "tool-result",
            toolCallId: "c1",
            toolName: "f",
            output: { type: "json", value: [1] },
          },
        ],
      },
    ],
    digest,
  );
  expect(again[1]?.link).toBe(reply?.link);
  expect(reply?.isSigned && again[1]?.isSigned).toBe(true);
  expect(again[2]?.message.parts).toMatchObject([{ kind: "tool-result", output: "[1]" }]);
});
