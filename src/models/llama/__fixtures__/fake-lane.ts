import type { Lane } from "../prefill.ts";

/** A lane that only remembers, and a log of what it was asked to evaluate and to forget. */
export interface FakeLane extends Lane {
  /** `evaluate 1,2` or `erase 3-5`, in order. */
  readonly log: readonly string[];
}

/** A sequence of no model: it takes tokens and cuts them off again. */
export function fakeLane(remembered: readonly number[] = []): FakeLane {
  let memory = [...remembered];
  const log: string[] = [];
  const lane = {
    log,
    get contextTokens() {
      return [...memory];
    },
    get nextTokenIndex() {
      return memory.length;
    },
    async controlledEvaluate(input: readonly number[]) {
      log.push(`evaluate ${input.join()}`);
      memory.push(...input);
      return [];
    },
    async eraseContextTokenRanges([range]: readonly { start: number; end: number }[]) {
      const { start, end } = range ?? { start: 0, end: 0 };
      log.push(`erase ${start}-${end}`);
      memory = [...memory.slice(0, start), ...memory.slice(end)];
    },
  };
  // The engine brands its token ids; a token id is a plain whole number.
  return lane as unknown as FakeLane;
}
