import type { WorkCost } from "./estimate-work.ts";

/** How fast a subject works, in tokens per second. */
export interface WorkRates {
  readonly scoredPerSecond: number;
  readonly generatedPerSecond: number;
}

// Measured on 2 idle vCPU with three lanes (docs/benchmarks.md).
const withTwoThreads: WorkRates = { scoredPerSecond: 330, generatedPerSecond: 80 };
// Measured on 2 idle vCPU with three lanes (docs/benchmarks.md).
const shareWithOneThread = 0.52;

/** Rates of the embedded default subject; more than two threads count as two, to be on the safe side. */
export function expectedRates(threads: number): WorkRates {
  const share = threads >= 2 ? 1 : shareWithOneThread;
  return {
    scoredPerSecond: withTwoThreads.scoredPerSecond * share,
    generatedPerSecond: withTwoThreads.generatedPerSecond * share,
  };
}

/** Time that work takes at given rates, in seconds; what a turn is generated after counts as scored. */
export function expectedSeconds(cost: WorkCost, rates: WorkRates): number {
  const read = cost.scoredTokens + cost.generationContextTokens;
  return read / rates.scoredPerSecond + cost.generatedTokens / rates.generatedPerSecond;
}
