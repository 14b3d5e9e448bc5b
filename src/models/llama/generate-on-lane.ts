import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { rewindTo, throwIfAborted } from "./score-on-lane.ts";

/** How a turn is drawn, in tokens. */
export interface TokenChatRequest {
  readonly context: readonly number[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
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

/** Draws one assistant turn on a sequence, yielding its text piece by piece and then how it ended. */
export async function* generateOnLane(
  lane: LlamaContextSequence,
  model: LlamaModel,
  request: TokenChatRequest,
): AsyncGenerator<GeneratedPart> {
  const { context, maxTokens, temperature, topP, seed, signal } = request;
  throwIfAborted(signal);
  const reusedTokens = await rewindTo(lane, context);
  // The engine brands its token ids; a token id is a plain whole number.
  const fresh = context.slice(reusedTokens) as Token[];
  // topK and minP off: nothing but temperature and the nucleus shapes the draw.
  const options = { temperature, topP, topK: 0, minP: 0, seed };
  const drawn: Token[] = [];
  let sent = "";
  let finish: "stop" | "length" = "stop";
  for await (const token of lane.evaluate(fresh, options)) {
    throwIfAborted(signal);
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
  const whole = model.detokenize(drawn);
  if (whole.length > sent.length) yield { kind: "text", text: whole.slice(sent.length) };
  yield {
    kind: "end",
    finish,
    evaluatedTokens: fresh.length,
    reusedTokens,
    generatedTokens: drawn.length,
  };
}
