import type { JournalEntry } from "../ports/index.ts";

/**
 * Sees to it that each piece of work is written once: of two entries with one key only the first would
 * come back.
 *
 * @returns a function that takes a key, with a RangeError for one that is taken already
 */
export function newKeys(finished: readonly JournalEntry[]): (key: string) => void {
  const taken = new Set(finished.map(({ key }) => key));
  return (key) => {
    if (taken.has(key)) throw new RangeError(`the run has an entry ${JSON.stringify(key)} already`);
    taken.add(key);
  };
}
