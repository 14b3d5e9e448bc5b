import { type TranscriptMessage, textOf } from "../../core/index.ts";
import type { TurnToScore } from "../../ports/index.ts";
import { asksForCode, codeAsked } from "../text/asks-for-code.ts";
import { textBlocks } from "../text/blocks.ts";
import { type Sentence, sentences } from "../text/sentences.ts";

/** What of an assistant turn is read. */
export interface TurnPassages {
  readonly sentences: readonly Sentence[];
  /** Code blocks that nothing before them makes unsurprising, verbatim. */
  readonly strayCode: readonly string[];
  /** Whether there is code that belongs there; it is not read. */
  readonly hasFittingCode: boolean;
}

/** Takes an assistant turn apart. Code, tool calls and reasoning are not read as prose. */
export function turnPassages(path: readonly TranscriptMessage[], at: number): TurnPassages {
  const message = path[at];
  const blocks = message === undefined ? [] : textBlocks(textOf(message));
  const code = blocks.flatMap(({ kind, text }) => (kind === "code" ? [text] : []));
  const fits = code.length > 0 && asksForCode(path, at);
  return {
    sentences: blocks.flatMap(({ kind, text }) => (kind === "prose" ? sentences(text) : [])),
    strayCode: fits ? [] : code,
    hasFittingCode: fits,
  };
}

/** The turn, and where it holds code that fits, the first message that makes it fit. */
export function readPassages({ path, at }: TurnToScore): readonly number[] {
  const message = path[at];
  const hasCode =
    message !== undefined && textBlocks(textOf(message)).some(({ kind }) => kind === "code");
  const asked = hasCode ? codeAsked(path, at) : -1;
  return asked === -1 || asked === at ? [at] : [asked, at];
}
