/** What a lane needs to know of an engine's sequence: a memory of tokens that can be cut back. */
export interface TokenMemory {
  /** Tokens in memory, in order. */
  readonly contextTokens: readonly number[];
}

/** A lane that is taken until it is released. */
export interface TakenLane<Memory extends TokenMemory> {
  readonly lane: Memory;
  release(): void;
}

/** Sequences that work side by side, each remembering the tokens it evaluated last. */
export interface Lanes<Memory extends TokenMemory> {
  /**
   * Takes the idle lane that remembers most of a job's first tokens; waits while all are busy. First
   * come, first served.
   */
  take(tokens: readonly number[]): Promise<TakenLane<Memory>>;
  /** Runs a job on a lane taken for it. */
  run<Result>(tokens: readonly number[], job: (lane: Memory) => Promise<Result>): Promise<Result>;
}

/** A pool over the given memories, all idle. */
export function lanesOver<Memory extends TokenMemory>(memories: readonly Memory[]): Lanes<Memory> {
  const idle = new Set(memories);
  const waiting: (() => void)[] = [];
  const take: Lanes<Memory>["take"] = async (tokens) => {
    while (idle.size === 0) await new Promise<void>((wake) => waiting.push(wake));
    const lane = best([...idle], tokens);
    idle.delete(lane);
    return {
      lane,
      release() {
        idle.add(lane);
        waiting.shift()?.();
      },
    };
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

function best<Memory extends TokenMemory>(
  idle: readonly Memory[],
  tokens: readonly number[],
): Memory {
  const [first, ...others] = idle;
  if (first === undefined) throw new RangeError("there is no idle lane");
  return others.reduce(
    (chosen, lane) =>
      sharedPrefix(lane.contextTokens, tokens) > sharedPrefix(chosen.contextTokens, tokens)
        ? lane
        : chosen,
    first,
  );
}

/** How many leading tokens two sequences share. */
export function sharedPrefix(left: readonly number[], right: readonly number[]): number {
  const most = Math.min(left.length, right.length);
  let shared = 0;
  while (shared < most && left[shared] === right[shared]) shared++;
  return shared;
}
