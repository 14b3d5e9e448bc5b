import { z } from "zod";
import type { ChatReply, ChatRequest } from "../../ports/index.ts";
import { estimatedTokens } from "../estimated-tokens.ts";

const tokens = z.int().min(0);

// Loose, and lenient where a value is not needed: later versions of the API add to it.
const messageSchema = z.looseObject({
  type: z.literal("message"),
  model: z.string().optional().catch(undefined),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullish().catch(null),
  usage: z
    .looseObject({
      input_tokens: tokens,
      output_tokens: tokens,
      cache_creation_input_tokens: tokens.nullish(),
      cache_read_input_tokens: tokens.nullish(),
    })
    .nullish()
    .catch(null),
});

function finishOf(reason: string | null | undefined): ChatReply["finish"] {
  if (reason === "max_tokens" || reason === "model_context_window_exceeded") return "length";
  return reason === "refusal" ? "refused" : "stop";
}

/**
 * A reply from a message; `null` when the answer is none. Only text counts as said, thinking does not.
 *
 * @param answer  the body, as the server sent it
 */
export function readMessage(answer: unknown, request: ChatRequest): ChatReply | null {
  const parsed = messageSchema.safeParse(answer);
  if (!parsed.success) return null;
  const { model, content, stop_reason: reason, usage } = parsed.data;
  const text = content.map((part) => (part.type === "text" ? (part.text ?? "") : "")).join("");
  const finish = finishOf(reason);
  const served = model === undefined ? {} : { servedModel: model };
  if (usage === null || usage === undefined) {
    return { text, finish, ...estimatedTokens(request, text), ...served };
  }
  return {
    text,
    finish,
    evaluatedTokens: usage.input_tokens + (usage.cache_creation_input_tokens ?? 0),
    reusedTokens: usage.cache_read_input_tokens ?? 0,
    generatedTokens: usage.output_tokens,
    ...served,
  };
}

const deltaSchema = z.looseObject({
  type: z.literal("content_block_delta"),
  delta: z.looseObject({ type: z.literal("text_delta"), text: z.string() }),
});

/** The text that an event of a stream adds; empty for events without text. */
export function textOfEvent(event: unknown): string {
  const parsed = deltaSchema.safeParse(event);
  return parsed.success ? parsed.data.delta.text : "";
}
