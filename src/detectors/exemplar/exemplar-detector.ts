import {
  type Profile,
  type TranscriptMessage,
  type TurnReading,
  textOf,
  type Unscored,
} from "../../core/index.ts";
import type { Detector, Embedder, TurnToScore } from "../../ports/index.ts";
import type { OpenedDetector } from "../detector-kind.ts";
import { unreadReason } from "../text/unread-reason.ts";
import {
  type ExemplarReader,
  type ExemplarReaderOptions,
  openExemplarReader,
} from "./exemplar-reader.ts";
import { type TurnPassages, turnPassages } from "./turn-passages.ts";

/** Raised when the same turn would get another score. */
const methodVersion = 1;

/** A code block weighs as much as prose of this many characters at most. */
const codeCharacters = 240;

/**
 * The default detector: how much more a reply's sentences are like the unwanted exemplars of a profile
 * than like its wanted and plain ones.
 *
 * Score: mean over sentences of the log ratio of densities, weighted by the root of their length. Code that
 * fits the conversation is not read; a code block in a conversation in which nobody spoke of code counts
 * as a typical unwanted passage. The quote is the passage that pulled furthest towards unwanted.
 *
 * @param embedder  stays the caller's to dispose of
 * @throws TurncoatError as the embedder throws
 */
export async function openExemplarDetector(
  profile: Profile,
  embedder: Embedder,
  options: ExemplarReaderOptions = {},
): Promise<OpenedDetector> {
  const reader = await openExemplarReader(profile, embedder, options);
  const detector: Detector = {
    id: "exemplar",
    version: `${methodVersion}/${reader.fingerprint}`,
    isDeterministic: true,
    keyOf,
    score: (turns, scoring) => scoreTurns(reader, turns, scoring?.signal),
    async [Symbol.asyncDispose]() {},
  };
  return { detector, map: reader.map };
}

/** The text decides, and for text with code whether code was to be expected. */
function keyOf({ path, at }: TurnToScore): string {
  const message = path[at];
  const text = message === undefined ? "" : textOf(message);
  if (!/\S/.test(text)) return `empty ${unreadReason(message)}`;
  return `${turnPassages(path, at).strayCode.length > 0 ? "stray code" : "text"}\n${text}`;
}

async function scoreTurns(
  reader: ExemplarReader,
  turns: readonly TurnToScore[],
  signal: AbortSignal | undefined,
): Promise<readonly TurnReading[]> {
  const passages = turns.map(({ path, at }) => turnPassages(path, at));
  const texts = new Set(passages.flatMap((one) => one.sentences.map(({ text }) => text)));
  const order = [...texts];
  const read = await reader.ratios(order, { signal });
  const ratios = new Map(order.map((text, index) => [text, read[index] ?? 0]));
  return passages.map((one, index) => {
    const turn = turns[index];
    return readingOf(reader, one, { ratios, message: turn?.path[turn.at] });
  });
}

interface Passage {
  readonly quote: string;
  readonly ratio: number;
  readonly weight: number;
}

function readingOf(
  { typicalUnwanted }: ExemplarReader,
  passages: TurnPassages,
  found: {
    readonly ratios: ReadonlyMap<string, number>;
    readonly message: TranscriptMessage | undefined;
  },
): TurnReading {
  const prose = passages.sentences.flatMap(({ quote, text }): Passage[] => {
    const ratio = found.ratios.get(text);
    return ratio === undefined ? [] : [{ quote, ratio, weight: Math.sqrt(text.length) }];
  });
  const code = passages.strayCode.map((block): Passage => {
    const weight = Math.sqrt(Math.min(block.length, codeCharacters));
    return { quote: firstLine(block), ratio: typicalUnwanted, weight };
  });
  const all = [...prose, ...code];
  const top = all.reduce<Passage | null>(
    (best, one) => (pull(one) > pull(best) ? one : best),
    null,
  );
  if (top === null) return unread(found.message, passages.hasFittingCode);
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const score = all.reduce((sum, { ratio, weight }) => sum + ratio * weight, 0) / total;
  const note = code.length === 0 ? null : "code that nobody asked for";
  return { kind: "scored", score, quote: top.quote, note };
}

function pull(passage: Passage | null): number {
  return passage === null ? Number.NEGATIVE_INFINITY : passage.ratio * passage.weight;
}

function firstLine(block: string): string {
  return (block.split("\n").find((line) => /\S/.test(line)) ?? block).trim();
}

function unread(message: TranscriptMessage | undefined, hasCode: boolean): Unscored {
  const reason = hasCode ? "only code, which this detector does not read" : unreadReason(message);
  return { kind: "unscored", reason };
}
