import { z } from "zod";
import {
  type TranscriptMessage,
  type TranscriptPart,
  type TurnReading,
  textOf,
} from "../../core/index.ts";
import type { TurnToScore } from "../../ports/index.ts";
import { questionAndTurn, questionBefore } from "../text/question-before.ts";

/** A turn as a user's own detector gets it: plain JSON. */
export interface ExternalTurn {
  /** What the user said last before it; empty where nobody did. */
  readonly question: string;
  readonly reply: string;
  /** The last messages before the turn, at most 40, and the turn itself. */
  readonly messages: readonly {
    readonly role: TranscriptMessage["role"];
    readonly text: string;
    /** Text, reasoning, tool calls and tool results as they stand in the log. */
    readonly parts: readonly TranscriptPart[];
  }[];
}

const mostMessages = 40;

/** Takes a turn out of its path. */
export function externalTurn({ path, at }: TurnToScore): ExternalTurn {
  const message = path[at];
  return {
    question: questionBefore(path, at),
    reply: message === undefined ? "" : textOf(message),
    messages: path
      .slice(Math.max(0, at - mostMessages), at + 1)
      .map((one) => ({ role: one.role, text: textOf(one), parts: one.parts })),
  };
}

/** The messages of {@link externalTurn}, and what was asked where that is further back. */
export function externalMessages(turn: TurnToScore): readonly number[] {
  const start = Math.max(0, turn.at - mostMessages);
  const last = Array.from({ length: turn.at + 1 - start }, (_, index) => start + index);
  return [...questionAndTurn(turn).filter((index) => index < start), ...last];
}

const resultSchema = z.union([
  z.object({
    score: z.number(),
    quote: z.string().nullish(),
    note: z.string().nullish(),
  }),
  z.object({ unscored: z.string().min(1) }),
]);

/**
 * What a user's own detector says of a turn, checked. A quote that the reply does not hold is left out.
 *
 * @param result  `{ score, quote?, note? }` or `{ unscored: reason }`; anything else is unscored
 */
export function externalReading(result: unknown, { reply }: ExternalTurn): TurnReading {
  const parsed = resultSchema.safeParse(result);
  if (!parsed.success) {
    return {
      kind: "unscored",
      reason: "the detector's result is neither { score } nor { unscored }",
    };
  }
  if ("unscored" in parsed.data) return { kind: "unscored", reason: parsed.data.unscored };
  const { score, quote = null, note = null } = parsed.data;
  const isVerbatim = quote !== null && quote !== "" && reply.includes(quote);
  return { kind: "scored", score, quote: isVerbatim ? quote : null, note };
}
