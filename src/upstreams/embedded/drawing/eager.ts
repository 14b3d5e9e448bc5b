import { untilAborted } from "./until-aborted.ts";

/**
 * Reads a source to its end without waiting for a reader, so that a slow one holds no lane of the model. What
 * is not read yet is kept; replies are short, and bounded by their limit of tokens.
 *
 * The reader is told of the signal at once, even where the source takes its time to stop.
 *
 * @param signal  one that the source heeds too
 */
export function eager<Part, End>(
  source: AsyncIterator<Part, End>,
  signal: AbortSignal,
): AsyncIterator<Part, End> {
  const results: Promise<IteratorResult<Part, End>>[] = [];
  let taken = 0;
  const produce = async (): Promise<void> => {
    for (;;) {
      const next = results.at(-1);
      const result = next === undefined ? null : await next;
      if (result?.done === true) return;
      results.push(source.next());
    }
  };
  // A failure is met by the reader, in its place.
  produce().catch(() => {});
  return {
    async next() {
      // The next one is asked for as soon as one has come, before its reader learns of it; after the end, and
      // after a failure, the last one stays.
      const result = results[Math.min(taken, results.length - 1)];
      taken++;
      if (result === undefined) throw new RangeError("a source is read before it began");
      return await untilAborted(result, signal);
    },
  };
}
