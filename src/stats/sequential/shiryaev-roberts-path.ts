import { requireNotNegative, requireSeries } from "./ranges.ts";

/**
 * Evidence that a flip has happened at any turn so far, all turns weighed alike: Rₙ = (1 + Rₙ₋₁)·Λₙ.
 *
 * Alarm at R ≥ A. Before a flip the mean of Rₙ is n (more exactly n + R₀), whatever the detector, so Rₙ − n
 * tends neither way. Summed in logarithms, so that long runs of evidence do not overflow.
 *
 * Source: Shiryaev 1963, https://doi.org/10.1137/1108002; Roberts 1966,
 * https://doi.org/10.1080/00401706.1966.10490374.
 *
 * @param nats  ln Λ a turn, flipped against not; null where there is no verdict (Λ = 1)
 * @param start  R₀, at least 0
 * @returns R after each turn, above 0; held at the largest number there is
 * @throws RangeError if a value is not finite or null, or the start is negative
 */
export function shiryaevRobertsPath(nats: readonly (number | null)[], start = 0): number[] {
  requireSeries(nats, "nats");
  requireNotNegative(start, "the start");
  let log = Math.log(start);
  return nats.map((value) => {
    log = logOnePlus(log) + (value ?? 0);
    return Math.min(Math.exp(log), Number.MAX_VALUE);
  });
}

/**
 * ln(1 + e^x) without overflow; 0 at −∞.
 */
export function logOnePlus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
