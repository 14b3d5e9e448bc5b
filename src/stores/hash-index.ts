import { hashWords } from "./content-hash.ts";

/** Numbers the content hashes it is given, 0, 1, 2 and so on. */
export interface HashIndex {
  readonly size: number;
  /** The number of a hash; -1 if it was never added. */
  find(hash: Uint32Array): number;
  /** The number of a hash, which is new where it equals the size before. */
  add(hash: Uint32Array): number;
  /** Copies the hash of a number. */
  copyHash(number: number, into: Uint32Array): void;
}

const pageBits = 14;
const pageEntries = 1 << pageBits;
const pageMask = pageEntries - 1;

/**
 * A hash table by open addressing with linear probing (Knuth, TAOCP 3, 6.4, algorithm L), at most seven
 * tenths full: 16 bytes a hash in pages, and 6 to 12 bytes a hash for the slots. The hashes are evenly
 * spread already, so their first word is the slot.
 */
export function hashIndex(): HashIndex {
  const pages: Uint32Array[] = [];
  let slots = new Uint32Array(1 << 10);
  let size = 0;

  const isAt = (number: number, hash: Uint32Array): boolean => {
    const page = pages[number >>> pageBits];
    const at = (number & pageMask) * hashWords;
    return (
      page !== undefined &&
      page[at] === hash[0] &&
      page[at + 1] === hash[1] &&
      page[at + 2] === hash[2] &&
      page[at + 3] === hash[3]
    );
  };

  /** The slot that holds a hash, or the free one where it belongs. */
  const slotOf = (hash: Uint32Array): number => {
    const mask = slots.length - 1;
    let slot = (hash[0] ?? 0) & mask;
    for (;;) {
      const held = slots[slot] ?? 0;
      if (held === 0 || isAt(held - 1, hash)) return slot;
      slot = (slot + 1) & mask;
    }
  };

  const grow = (): void => {
    const grown = new Uint32Array(2 * slots.length);
    const mask = grown.length - 1;
    for (let number = 0; number < size; number++) {
      const first = pages[number >>> pageBits]?.[(number & pageMask) * hashWords] ?? 0;
      let slot = first & mask;
      while (grown[slot] !== 0) slot = (slot + 1) & mask;
      grown[slot] = number + 1;
    }
    slots = grown;
  };

  return {
    get size() {
      return size;
    },
    find: (hash) => (slots[slotOf(hash)] ?? 0) - 1,
    add(hash) {
      const slot = slotOf(hash);
      const held = slots[slot] ?? 0;
      if (held !== 0) return held - 1;
      const number = size;
      if ((number & pageMask) === 0) pages.push(new Uint32Array(pageEntries * hashWords));
      pages[number >>> pageBits]?.set(hash, (number & pageMask) * hashWords);
      size += 1;
      slots[slot] = size;
      if (size > 0.7 * slots.length) grow();
      return number;
    },
    copyHash(number, into) {
      const at = (number & pageMask) * hashWords;
      const page = pages[number >>> pageBits];
      for (let word = 0; word < hashWords; word++) into[word] = page?.[at + word] ?? 0;
    },
  };
}
