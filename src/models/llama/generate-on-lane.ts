import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { eraseFrom, prefill, type TokenContext } from "./prefill.ts";

/** How a turn is drawn, in tokens. */
export interface TokenChatRequest extends TokenContext {
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
}

/** A piece of text, or how the turn ended. */
export type GeneratedPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "end";
      readonly finish: "stop" | "length";
      readonly evaluatedTokens: number;
      readonly reusedTokens: number;
      readonly generatedTokens: number;
    };

/**
 * Draws one assistant turn on a lane, yielding its text piece by piece and then how it ended.
 *
 * The turn is forgotten afterwards: it was evaluated token by token, and as part of a later context it
 * would round differently from a turn that was given (see {@link prefill}).
 */
export async function* generateOnLane(
  lane: LlamaContextSequence,
  model: LlamaModel,
  request: TokenChatRequest,
): AsyncGenerator<GeneratedPart> {
  const { context, maxTokens } = request;
  const { reusedTokens, tail } = await prefill(lane, request);
  const drawn: Token[] = [];
  let sent = "";
  let finish: "stop" | "length" = "stop";
  try {
    for await (const token of tokensAfter(lane, tail, request)) {
      drawn.push(token);
      const text = model.detokenize(drawn);
      // A character may span tokens; until it is whole it decodes to U+FFFD.
      if (!text.endsWith("\u{FFFD}") && text.length > sent.length) {
        yield { kind: "text", text: text.slice(sent.length) };
        sent = text;
      }
      if (drawn.length >= maxTokens) {
        finish = "length";
        break;
      }
    }
  } finally {
    await eraseFrom(lane, context.length);
  }
  const whole = model.detokenize(drawn);
  if (whole.length > sent.length) yield { kind: "text", text: whole.slice(sent.length) };
  const evaluatedTokens = context.length - reusedTokens;
  yield { kind: "end", finish, evaluatedTokens, reusedTokens, generatedTokens: drawn.length };
}

async function* tokensAfter(
  lane: LlamaContextSequence,
  tail: readonly number[],
  { temperature, topP, seed, signal }: TokenChatRequest,
): AsyncGenerator<Token> {
  // topK and minP off: nothing but temperature and the nucleus shapes the draw.
  const options = { temperature, topP, topK: 0, minP: 0, seed };
  // The engine brands its token ids; a token id is a plain whole number.
  for await (const token of lane.evaluate(tail as Token[], options)) {
    stopIfCancelled(signal);
    yield token;
  }
}
