import { type Inference, inferMean, inferRatio } from "../stats/index.ts";
import type { Beside, ClaimInput } from "./claim.ts";
import { type BlockValues, minus, present } from "./readings.ts";
import { supportLevel } from "./rules.ts";

/** The mean of block values with its inference; `null` when an arm was not run or no block is whole. */
export function estimateMean(values: BlockValues | null, input: ClaimInput): Inference | null {
  if (values === null) return null;
  const whole = present(values);
  const { leastError } = input.readout;
  return whole.length === 0 ? null : inferMean(whole, { random: input.random(), leastError });
}

/** Contrast of two arms' margins, d_b = m(arm, b) - m(twin, b). */
export function contrast(input: ClaimInput, arm: string, twin: string): BlockValues | null {
  return minus(input.readings.m(arm), input.readings.m(twin));
}

/** Ratio of two contrasts over the blocks that have both; `null` when either was not run. */
export function estimateRatio(
  numerator: BlockValues | null,
  denominator: BlockValues | null,
  { readout }: ClaimInput,
): Inference | null {
  if (numerator === null || denominator === null) return null;
  const pairs = numerator.flatMap((value, block) => {
    const under = denominator[block] ?? null;
    return value === null || under === null ? [] : [[value, under] as const];
  });
  if (pairs.length < 2) return null;
  const ratio = inferRatio(
    pairs.map(([value]) => value),
    pairs.map(([, under]) => under),
    readout.leastError,
  );
  // A denominator whose mean is exactly 0 has no ratio.
  return ratio.estimate === null ? null : { ...ratio, estimate: ratio.estimate };
}

/** A labelled estimate to show beside the deciding one; nothing when it was not run. */
export function beside(
  label: string,
  values: BlockValues | null,
  input: ClaimInput,
): readonly Beside[] {
  const inference = estimateMean(values, input);
  return inference === null ? [] : [{ label, inference }];
}

/**
 * Whether an effect that must hold first does: its estimate exceeds the threshold and its lower 95 %
 * limit exceeds 0. The claim itself is then judged against the threshold with its whole interval.
 */
export function holds(inference: Inference | null, threshold: number): boolean {
  if (inference === null) return false;
  return inference.estimate > threshold && inference.pGreater(0) < supportLevel;
}

/** A number as it stands in sentences: sign and three decimals. */
export function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
}

/** "+0.615 [+0.410, +0.820]", the interval left out where there is none. */
export function withInterval(inference: Inference): string {
  const interval = inference.interval(0.95);
  const range = interval === null ? "" : ` [${signed(interval.low)}, ${signed(interval.high)}]`;
  return `${signed(inference.estimate)}${range}`;
}
