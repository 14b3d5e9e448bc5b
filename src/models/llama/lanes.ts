/** What a lane needs to know of an engine's sequence: a memory of tokens that can be cut back. */
export interface TokenMemory {
  /** Tokens in memory, in order. */
  readonly contextTokens: readonly number[];
}

/** A lane that is taken until it is released. */
export interface TakenLane<Memory extends TokenMemory> {
  readonly lane: Memory;
  /** Gives the lane back; a second call does nothing. */
  release(): void;
}

/** Sequences that work side by side, each remembering the tokens it evaluated last. */
export interface Lanes<Memory extends TokenMemory> {
  /**
   * Takes the idle lane that remembers most of a job's first tokens, and of equals the one that has been
   * idle longest; waits while all are busy. First come, first served.
   */
  take(tokens: readonly number[]): Promise<TakenLane<Memory>>;
  /** Runs a job on a lane taken for it. */
  run<Result>(tokens: readonly number[], job: (lane: Memory) => Promise<Result>): Promise<Result>;
}

/**
 * A pool over the given memories, all idle.
 *
 * @throws RangeError if there is none: every job would wait for ever
 */
export function lanesOver<Memory extends TokenMemory>(memories: readonly Memory[]): Lanes<Memory> {
  if (memories.length === 0) throw new RangeError("a pool of lanes needs at least one lane");
  // In the order of release, so that the first has been idle longest.
  const idle = new Set(memories);
  const waiting: ((lane: Memory) => void)[] = [];
  const take: Lanes<Memory>["take"] = async (tokens) => {
    const lane = idle.size > 0 ? best([...idle], tokens) : await nextInLine(waiting);
    idle.delete(lane);
    return { lane, release: once(() => giveBack(lane)) };
  };
  // Handed over at once: a lane that lay idle until the waiter woke could be taken by a newcomer.
  const giveBack = (lane: Memory): void => {
    const next = waiting.shift();
    if (next === undefined) idle.add(lane);
    else next(lane);
  };
  return {
    take,
    async run(tokens, job) {
      const { lane, release } = await take(tokens);
      try {
        return await job(lane);
      } finally {
        release();
      }
    },
  };
}

function nextInLine<Memory>(waiting: ((lane: Memory) => void)[]): Promise<Memory> {
  return new Promise((wake) => waiting.push(wake));
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}

function best<Memory extends TokenMemory>(
  idle: readonly Memory[],
  tokens: readonly number[],
): Memory {
  const [first, ...others] = idle.map((lane) => ({
    lane,
    shared: sharedPrefix(lane.contextTokens, tokens),
  }));
  if (first === undefined) throw new RangeError("there is no idle lane");
  return others.reduce((chosen, each) => (each.shared > chosen.shared ? each : chosen), first).lane;
}

/** How many leading tokens two sequences share. */
export function sharedPrefix(left: readonly number[], right: readonly number[]): number {
  const most = Math.min(left.length, right.length);
  let shared = 0;
  while (shared < most && left[shared] === right[shared]) shared++;
  return shared;
}
