import type { LinePlace } from "./batch-line.ts";
import { contentHash, hashWords } from "./content-hash.ts";
import { hashIndex } from "./hash-index.ts";

/** Where the last line of each conversation stands. */
export interface BatchPlaces {
  /** Conversations known. */
  readonly size: number;
  last(conversation: string): LinePlace | null;
  set(conversation: string, place: LinePlace): void;
}

const pageBits = 12;
const pageEntries = 1 << pageBits;
const pageMask = pageEntries - 1;
const placeWords = 3;

/**
 * An empty index: 12 bytes a conversation for the place and 22 to 28 for finding it, however many lines the
 * conversation has, since each line names the one before.
 */
export function batchPlaces(): BatchPlaces {
  const index = hashIndex();
  const pages: Uint32Array[] = [];
  const hash = new Uint32Array(hashWords);
  return {
    get size() {
      return index.size;
    },
    last(conversation) {
      contentHash(conversation, hash);
      const number = index.find(hash);
      const page = number < 0 ? undefined : pages[number >>> pageBits];
      if (page === undefined) return null;
      const at = (number & pageMask) * placeWords;
      const [segment = 0, offset = 0, length = 0] = page.subarray(at, at + placeWords);
      return { segment, offset, length };
    },
    set(conversation, { segment, offset, length }) {
      contentHash(conversation, hash);
      const number = index.add(hash);
      pages[number >>> pageBits] ??= new Uint32Array(pageEntries * placeWords);
      pages[number >>> pageBits]?.set([segment, offset, length], (number & pageMask) * placeWords);
    },
  };
}
