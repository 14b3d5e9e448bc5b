import { type HashIndex, hashIndex } from "./hash-index.ts";
import type { ScoreRow } from "./score-rows.ts";

/** Rows by the content hash of their key; 36 bytes a row, and 6 to 12 for finding it. */
export interface ScoreTable {
  readonly index: HashIndex;
  rowAt(number: number): ScoreRow;
  /** Puts a row under a hash, in place of one that stood there. Returns its number. */
  put(hash: Uint32Array, row: ScoreRow): number;
}

const pageBits = 14;
const pageEntries = 1 << pageBits;
const pageMask = pageEntries - 1;
const fieldWords = 3;

interface Page {
  readonly scores: Float64Array;
  /** `quoteStart`, `quoteLength` and `text` of each row. */
  readonly fields: Uint32Array;
}

/** An empty table. It grows page by page, so that nothing is copied and little stands empty. */
export function scoreTable(): ScoreTable {
  const index = hashIndex();
  const pages: Page[] = [];
  return {
    index,
    rowAt(number) {
      const page = pages[number >>> pageBits];
      const at = number & pageMask;
      const field = (offset: number) => page?.fields[at * fieldWords + offset] ?? 0;
      return {
        score: page?.scores[at] ?? 0,
        quoteStart: field(0),
        quoteLength: field(1),
        text: field(2),
      };
    },
    put(hash, row) {
      const number = index.add(hash);
      const page = pages[number >>> pageBits] ?? newPage(pages);
      const at = number & pageMask;
      page.scores[at] = row.score;
      page.fields[at * fieldWords] = row.quoteStart;
      page.fields[at * fieldWords + 1] = row.quoteLength;
      page.fields[at * fieldWords + 2] = row.text;
      return number;
    },
  };
}

function newPage(pages: Page[]): Page {
  const page = {
    scores: new Float64Array(pageEntries),
    fields: new Uint32Array(pageEntries * fieldWords),
  };
  pages.push(page);
  return page;
}
