import { z } from "zod";
import type { ChatReply, ChatRequest } from "../../ports/index.ts";
import { estimatedTokens } from "../estimated-tokens.ts";

const tokens = z.int().min(0);

// Loose, and lenient where a value is not needed: servers differ.
const content = z
  .union([
    z.string(),
    z
      .array(z.looseObject({ text: z.string().optional().catch(undefined) }))
      .transform((parts) => parts.map(({ text }) => text ?? "").join("")),
  ])
  .nullish()
  .catch(null);

const completionSchema = z.looseObject({
  model: z.string().optional().catch(undefined),
  choices: z.array(
    z.looseObject({
      finish_reason: z.string().nullish().catch(null),
      message: z.looseObject({ content, refusal: z.string().nullish().catch(null) }),
    }),
  ),
  usage: z
    .looseObject({
      prompt_tokens: tokens,
      completion_tokens: tokens,
      prompt_tokens_details: z
        .looseObject({ cached_tokens: tokens.nullish() })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

/** The finish of a reply by the server's name for it; a name not known counts as the end of turn. */
function finishOf(reason: string | null | undefined): ChatReply["finish"] {
  if (reason === "length") return "length";
  return reason === "content_filter" ? "refused" : "stop";
}

/**
 * A reply from a chat completion; `null` when the answer is none. Without choices the reply is empty.
 *
 * @param answer  the body, as the server sent it
 */
export function readCompletion(answer: unknown, request: ChatRequest): ChatReply | null {
  const parsed = completionSchema.safeParse(answer);
  if (!parsed.success) return null;
  const { model, choices, usage } = parsed.data;
  const choice = choices[0];
  const refusal = choice?.message.refusal ?? "";
  const text = `${choice?.message.content ?? ""}${refusal}`;
  const finish = refusal === "" ? finishOf(choice?.finish_reason) : "refused";
  const served = model === undefined ? {} : { servedModel: model };
  if (usage === null || usage === undefined) {
    return { text, finish, ...estimatedTokens(request, text), ...served };
  }
  const cached = Math.min(usage.prompt_tokens_details?.cached_tokens ?? 0, usage.prompt_tokens);
  return {
    text,
    finish,
    evaluatedTokens: usage.prompt_tokens - cached,
    reusedTokens: cached,
    generatedTokens: usage.completion_tokens,
    ...served,
  };
}

/** One event of a streamed completion. */
const chunkSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z
          .looseObject({ content, refusal: z.string().nullish().catch(null) })
          .nullish()
          .catch(null),
      }),
    )
    .catch([]),
});

/** The text that an event of a stream adds; empty for events without text. */
export function textOfChunk(chunk: unknown): string {
  const parsed = chunkSchema.safeParse(chunk);
  const delta = parsed.success ? parsed.data.choices[0]?.delta : null;
  return `${delta?.content ?? ""}${delta?.refusal ?? ""}`;
}
