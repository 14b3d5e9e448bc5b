/**
 * An order in which sequences that share a beginning stand together, so that one memory which keeps the
 * longest common beginning evaluates every shared part once.
 *
 * Sorting by content walks the prefix tree depth first; every edge must be evaluated at least once, and
 * in this order each is evaluated exactly once: no order costs less.
 *
 * @returns indices into `sequences`; ties keep their order
 */
export function prefixOrder(sequences: readonly (readonly string[])[]): number[] {
  return sequences
    .map((_, index) => index)
    .sort((a, b) => {
      const left = sequences[a] ?? [];
      const right = sequences[b] ?? [];
      return compare(left, right) || a - b;
    });
}

function compare(left: readonly string[], right: readonly string[]): number {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const a = left[i] ?? "";
    const b = right[i] ?? "";
    if (a !== b) return a < b ? -1 : 1;
  }
  return left.length - right.length;
}

/**
 * What one memory evaluates when it meets sequences in the given order and keeps the longest common
 * beginning each time.
 *
 * @param cost  cost of one element, e.g. its tokens; at least 0
 */
export function prefixCost<T>(
  sequences: readonly (readonly T[])[],
  cost: (element: T) => number,
): { readonly evaluated: number; readonly reused: number } {
  let evaluated = 0;
  let reused = 0;
  let memory: readonly T[] = [];
  for (const sequence of sequences) {
    let shared = 0;
    while (
      shared < memory.length &&
      shared < sequence.length &&
      memory[shared] === sequence[shared]
    ) {
      reused += cost(sequence[shared] as T);
      shared++;
    }
    for (const element of sequence.slice(shared)) evaluated += cost(element);
    memory = sequence;
  }
  return { evaluated, reused };
}
