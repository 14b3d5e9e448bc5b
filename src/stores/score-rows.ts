import type { TurnReading } from "../core/index.ts";

/**
 * A reading in numbers. Texts are numbered in a list of their own, so that a reason that a million turns
 * share is kept once; a quote is a place in the turn's text.
 */
export interface ScoreRow {
  /** The score; 0 where `quoteLength` says that there is none. */
  score: number;
  /** Where the quote begins in the turn's text, in UTF-16 units; the quote's number where it is not in it. */
  quoteStart: number;
  /** Length of the quote in UTF-16 units, or one of {@link rowKinds}. */
  quoteLength: number;
  /** Number of the note, or of the reason, plus one; 0 where there is none. */
  text: number;
}

/** What a `quoteLength` beyond any text's length means. */
export const rowKinds = {
  noQuote: 0xffff_ffff,
  /** The quote is not in the turn's text; it stands in the list of texts. */
  ownQuote: 0xffff_fffe,
  unscored: 0xffff_fffd,
} as const;

/** A list of texts without repeats. */
export interface TextList {
  textAt(number: number): string | null;
  numberOf(text: string): number;
}

/** Writes a reading as a row. @throws RangeError if its score is not finite */
export function rowOf(reading: TurnReading, text: string, texts: TextList): ScoreRow {
  if (reading.kind === "unscored") {
    const reason = texts.numberOf(reading.reason) + 1;
    return { score: 0, quoteStart: 0, quoteLength: rowKinds.unscored, text: reason };
  }
  const { score, quote, note } = reading;
  if (!Number.isFinite(score)) throw new RangeError(`a score must be finite, not ${score}`);
  const noteNumber = note === null ? 0 : texts.numberOf(note) + 1;
  const row = { score, text: noteNumber, quoteStart: 0, quoteLength: rowKinds.noQuote };
  if (quote === null) return row;
  const quoteStart = text.indexOf(quote);
  if (quoteStart >= 0) return { ...row, quoteStart, quoteLength: quote.length };
  return { ...row, quoteStart: texts.numberOf(quote), quoteLength: rowKinds.ownQuote };
}

/**
 * The reading that a row stands for; `null` where the row does not belong to this text, because a quote
 * would lie outside it.
 */
export function readingOf(row: ScoreRow, text: string, texts: TextList): TurnReading | null {
  const said = row.text === 0 ? null : texts.textAt(row.text - 1);
  if (row.quoteLength === rowKinds.unscored) {
    return said === null ? null : { kind: "unscored", reason: said };
  }
  if (row.quoteLength === rowKinds.noQuote) {
    return { kind: "scored", score: row.score, quote: null, note: said };
  }
  const quote = quoteOf(row, text, texts);
  return quote === null ? null : { kind: "scored", score: row.score, quote, note: said };
}

function quoteOf(row: ScoreRow, text: string, texts: TextList): string | null {
  if (row.quoteLength === rowKinds.ownQuote) return texts.textAt(row.quoteStart);
  const end = row.quoteStart + row.quoteLength;
  return end <= text.length ? text.slice(row.quoteStart, end) : null;
}

/** Whether a row that was read from a file can be one, with so many texts. */
export function isSoundRow(row: ScoreRow, texts: number): boolean {
  if (row.text > texts) return false;
  switch (row.quoteLength) {
    case rowKinds.unscored:
      return row.text > 0;
    case rowKinds.ownQuote:
      return Number.isFinite(row.score) && row.quoteStart < texts;
    default:
      return Number.isFinite(row.score);
  }
}
