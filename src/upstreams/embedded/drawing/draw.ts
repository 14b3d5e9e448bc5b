import { TurncoatError } from "../../../core/index.ts";
import type { ChatModel, ChatReply } from "../../../ports/index.ts";
import type { Drawn, DrawRequest } from "./draw-request.ts";
import { type Counting, promptTokens } from "./prompt-tokens.ts";
import { stopWatch } from "./stop-sequences.ts";

/** What draws. */
export interface DrawWith extends Counting {
  readonly model: ChatModel;
  /** Most tokens of a reply whose request names no limit. */
  readonly defaultMaxTokens: number;
}

/**
 * Draws a reply, stopping the model at a stop text or when the reader leaves. A limit that the context has no
 * room for is lowered to the room there is; the reply then ends as one that met its limit.
 *
 * Token counts are the model's own where it ends its stream with them, else by `countTokens`.
 *
 * @throws TurncoatError as the model does; `context-overflow` where there is no room for one token
 */
export async function* draw(
  request: DrawRequest,
  drawWith: DrawWith,
  signal: AbortSignal,
): AsyncGenerator<string, Drawn> {
  const watch = stopWatch(request.stops);
  const stream = fragments(request, drawWith, signal);
  let text = "";
  try {
    for (;;) {
      const next = await stream.next();
      if (next.done === true) {
        const rest = watch.rest();
        if (rest !== "") yield rest;
        return ended({ request, drawWith, text: text + rest, reply: next.value });
      }
      const cut = watch.push(next.value);
      text += cut.text;
      if (cut.text !== "") yield cut.text;
      if (cut.stop !== null) {
        return { ...ended({ request, drawWith, text, reply: null }), stopSequence: cut.stop };
      }
    }
  } finally {
    await stream.return(null);
  }
}

async function* fragments(
  request: DrawRequest,
  { model, defaultMaxTokens }: DrawWith,
  signal: AbortSignal,
): AsyncGenerator<string, ChatReply | null> {
  const { messages, temperature, topP, seed } = request;
  const maxTokens = request.maxTokens ?? defaultMaxTokens;
  // The smallest nucleus is the most probable token, which the port names by temperature 0.
  const sampling = topP > 0 ? { temperature, topP } : { temperature: 0, topP: 1 };
  const asked = { messages, maxTokens, seed, signal, ...sampling };
  try {
    return yield* model.stream(asked);
  } catch (error) {
    const room = roomLeft(error, maxTokens);
    if (room === null) throw error;
    return yield* model.stream({ ...asked, maxTokens: room });
  }
}

/** Tokens that a reply may have where only its limit did not fit; else `null`. */
function roomLeft(error: unknown, maxTokens: number): number | null {
  if (!(error instanceof TurncoatError) || error.failure.kind !== "context-overflow") return null;
  const room = error.failure.limit - (error.failure.tokens - maxTokens);
  return room >= 1 && room < maxTokens ? room : null;
}

interface Ended {
  readonly request: DrawRequest;
  readonly drawWith: DrawWith;
  readonly text: string;
  readonly reply: ChatReply | null;
}

function ended({ request, drawWith, text, reply }: Ended): Drawn {
  const counts =
    reply === null
      ? {
          promptTokens: promptTokens(request.messages, drawWith),
          cachedTokens: 0,
          generatedTokens: text === "" ? 0 : drawWith.countTokens(text),
        }
      : {
          promptTokens: reply.evaluatedTokens + reply.reusedTokens,
          cachedTokens: reply.reusedTokens,
          generatedTokens: reply.generatedTokens,
        };
  return { text, finish: reply?.finish ?? "stop", stopSequence: null, ...counts };
}
