import type { ScanRecord } from "../../core/index.ts";

/**
 * Order by what deserves a look: flagged conversations that are still turned, flagged ones that recovered,
 * the rest; by flip probability within each; those without a score last. Negative when `a` comes first.
 */
export function byAttention(a: ScanRecord, b: ScanRecord, threshold: number): number {
  return (
    groupOf(a, threshold) - groupOf(b, threshold) ||
    (b.flipProbability ?? -1) - (a.flipProbability ?? -1)
  );
}

function groupOf({ flipProbability, recovered }: ScanRecord, threshold: number): number {
  if (flipProbability === null) return 3;
  if (flipProbability < threshold) return 2;
  return recovered ? 1 : 0;
}

/** Keeps the first so many of a stream of conversations in order of attention. */
export interface TopList<Item extends { readonly record: ScanRecord }> {
  add(item: Item): void;
  /** In order; later items that tie come later. */
  readonly items: readonly Item[];
}

/** A {@link TopList}; each addition costs at most `limit` comparisons. */
export function topList<Item extends { readonly record: ScanRecord }>(
  limit: number,
  threshold: number,
): TopList<Item> {
  const items: Item[] = [];
  return {
    items,
    add(item) {
      let place = items.length;
      while (place > 0) {
        const before = items[place - 1];
        if (before === undefined || byAttention(item.record, before.record, threshold) >= 0) break;
        place--;
      }
      if (place >= limit) return;
      items.splice(place, 0, item);
      if (items.length > limit) items.pop();
    },
  };
}
