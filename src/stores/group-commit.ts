/** Work that many callers share: see {@link groupCommit}. */
export interface GroupCommit<T> {
  /** Resolves or rejects with the commit that the item was part of. */
  add(item: T): Promise<void>;
  /** Resolves once nothing is waiting or under way; never rejects. */
  settled(): Promise<void>;
}

interface Waiting<T> {
  readonly item: T;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Commits items in the order in which they came, one commit at a time: what comes while one is under way
 * goes into the next, so that a thousand callers at once cost a few commits.
 *
 * @param most  items of one commit
 */
export function groupCommit<T>(
  commit: (items: readonly T[]) => Promise<void>,
  most: number,
): GroupCommit<T> {
  let waiting: Waiting<T>[] = [];
  let running: Promise<void> | null = null;

  const run = async () => {
    // Lets callers of the same moment share the first commit.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        await commit(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = null;
  };

  return {
    add: (item) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    settled: async () => {
      await running;
    },
  };
}
