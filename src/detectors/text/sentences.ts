/** A sentence of a reply. */
export interface Sentence {
  /** Verbatim from the text, so that it can be found there; may span line breaks. */
  readonly quote: string;
  /** What it says, without list marks, emphasis and line breaks; never empty. */
  readonly text: string;
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Where a paragraph, list item, heading or table row begins: no sentence goes on past it. */
const blockStart =
  /\n\s*\n|\n(?<=(?:^|\n) {0,3}#{1,6} [^\n]*\n)|\n(?=\s*(?:[-*+•–]\s|\d{1,3}[.)]\s|#{1,6}\s|>|\|))/;

/** The segmenter ends a sentence at these, in any language; English ones are what logs are full of. */
const abbreviation =
  /(?:^|[\s("'“‘[])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|etc|e\.g|i\.e|cf|approx|No|Fig|[A-Z]|(?:[A-Z]\.)+[A-Z])\.\s*$/;

const listMark = /^\s*(?:(?:[-*+•–>]|#{1,6}|\d{1,3}[.)])\s+)+/;

/** Longest sentence kept whole, in characters: about half of what an embedder reads of one text. */
const longest = 600;

/**
 * Splits prose into sentences: by the Unicode rules (UAX 29), mended for abbreviations and initials;
 * list items, headings and table rows stand apart. A text without stops is cut between words every 600
 * characters, so that nothing of it goes unread. What has no letter or digit is left out. Linear.
 */
export function sentences(prose: string): readonly Sentence[] {
  return prose.split(blockStart).flatMap((block) =>
    wholeSentences(block)
      .flatMap((one) => inPieces(one, longest))
      .flatMap((quote) => {
        const text = plainText(quote);
        return /[\p{L}\p{N}]/u.test(text) ? [{ quote: quote.trim(), text }] : [];
      }),
  );
}

function wholeSentences(block: string): readonly string[] {
  const found: string[] = [];
  let held = "";
  for (const { segment } of inPieces(block, 4_000).flatMap((piece) => [
    ...segmenter.segment(piece),
  ])) {
    held += segment;
    // A single line break inside a paragraph ends a segment, but no sentence.
    // Only the end is looked at, or a text of nothing but initials would take quadratic time.
    const end = held.slice(-24);
    if (held.length < longest && (abbreviation.test(end) || isBrokenLine(end))) continue;
    found.push(held);
    held = "";
  }
  if (held !== "") found.push(held);
  return found;
}

function isBrokenLine(end: string): boolean {
  return end.endsWith("\n") && /[\p{L}\p{N},;–-]\s*$/u.test(end);
}

/** Cuts between words where it can. */
function inPieces(text: string, limit: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const space = rest.lastIndexOf(" ", limit);
    const cut = space > limit / 2 ? space : limit;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...pieces, rest];
}

function plainText(quote: string): string {
  return quote
    .replace(listMark, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<\/?[a-z][\w-]*(?:\s[^<>]*)?>/gi, " ")
    .replace(/[*_`#|]+/g, " ")
    .replace(/\s+/g, " ")
    .replace(/\s([.,;:!?])/g, "$1")
    .trim();
}
