import type { Asked, Envelope, StreamEvent } from "../asked.ts";
import type { Drawn } from "../drawing/draw-request.ts";
import { type Counting, promptTokens } from "../drawing/prompt-tokens.ts";
import { anthropicError, problemOf } from "../problem.ts";
import { readMessages } from "./read-messages.ts";

const named = <Data extends { readonly type: string }>(data: Data): StreamEvent => ({
  event: data.type,
  data,
});

/**
 * A request of `/messages`.
 *
 * @param counting  for the count with which a stream begins, before the model's own is known
 * @throws TurncoatError `invalid-input`
 */
export function messagesAsked(body: unknown, { id, modelId }: Envelope, counting: Counting): Asked {
  const { request, isStream } = readMessages(body, id);
  const head = { id: `msg_${id}`, type: "message", role: "assistant", model: modelId };
  return {
    request,
    isStream,
    reply: (drawn) => ({
      ...head,
      content: drawn.text === "" ? [] : [{ type: "text", text: drawn.text, citations: null }],
      stop_reason: stopReason(drawn),
      stop_sequence: drawn.stopSequence,
      usage: usageOf(drawn),
    }),
    async *events(drawing) {
      const usage = usageOf({
        promptTokens: promptTokens(request.messages, counting),
        cachedTokens: 0,
        generatedTokens: 0,
      });
      const empty = { content: [], stop_reason: null, stop_sequence: null, usage };
      yield named({ type: "message_start", message: { ...head, ...empty } });
      try {
        let next = await drawing.next();
        const hasText = next.done !== true;
        if (hasText) yield blockStart;
        for (; next.done !== true; next = await drawing.next()) yield blockDelta(next.value);
        if (hasText) yield named({ type: "content_block_stop", index: 0 });
        const drawn = next.value;
        const delta = { stop_reason: stopReason(drawn), stop_sequence: drawn.stopSequence };
        yield named({ type: "message_delta", delta, usage: usageOf(drawn) });
        yield named({ type: "message_stop" });
      } catch (error) {
        yield { event: "error", data: anthropicError(problemOf(error), `req_${id}`) };
      }
    },
  };
}

const blockStart = named({
  type: "content_block_start",
  index: 0,
  content_block: { type: "text", text: "", citations: null },
});

function blockDelta(text: string): StreamEvent {
  return named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } });
}

function stopReason({ finish, stopSequence }: Drawn): string {
  if (stopSequence !== null) return "stop_sequence";
  switch (finish) {
    case "stop":
      return "end_turn";
    case "length":
      return "max_tokens";
    case "refused":
      return "refusal";
  }
}

type Counts = Pick<Drawn, "promptTokens" | "cachedTokens" | "generatedTokens">;

/** Here `input_tokens` are those that were not in memory. */
function usageOf({ promptTokens: all, cachedTokens, generatedTokens }: Counts) {
  return {
    input_tokens: all - cachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cachedTokens,
    output_tokens: generatedTokens,
  };
}
