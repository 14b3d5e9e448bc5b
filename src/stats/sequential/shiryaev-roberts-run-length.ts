import { meanRunLength, normalCdf } from "../../math/index.ts";
import { requireNotNegative, requirePositive } from "./ranges.ts";
import { logOnePlus } from "./shiryaev-roberts-path.ts";

/** A Shiryaev–Roberts detector of a shift in the mean of normal values with standard deviation 1. */
export interface NormalShiryaevRoberts {
  /** θ, the shift it is tuned to, above 0, in standard deviations. */
  readonly shift: number;
  /** A, above 0; it alarms at R ≥ A. */
  readonly limit: number;
  /** Mean of a value: 0 before the flip, θ after it. */
  readonly mean: number;
  /** R₀, from 0 to A. @default 0 */
  readonly start?: number;
}

/**
 * Mean turns until a Shiryaev–Roberts detector alarms: ARL₀ at mean 0, ARL₁ (flip at turn 1) at mean θ.
 *
 * In logarithms a step is normal around ln(1 + R) + θ·mean − θ²/2 with standard deviation θ; Nyström's method
 * from nine of them below the lowest centre (`meanRunLength`).
 *
 * Source: Pollak 1987, https://doi.org/10.1214/aos/1176350373 (the detector and its limit theory).
 *
 * @returns turns, at least 1; relative error below 1e-9
 * @throws RangeError if an argument is out of range, or ln A is more than about 140 shifts above the floor
 */
export function shiryaevRobertsRunLength(detector: NormalShiryaevRoberts): number {
  const { shift, limit, mean, start = 0 } = detector;
  requirePositive(shift, "the shift");
  requirePositive(limit, "the limit");
  requireNotNegative(start, "the start");
  if (!Number.isFinite(mean)) throw new RangeError(`the mean must be finite, not ${mean}`);
  const drift = shift * mean - shift ** 2 / 2;
  return meanRunLength({
    floor: Math.min(drift, Math.log(limit)) - 9 * shift,
    limit: Math.log(limit),
    centre: (log) => logOnePlus(log) + drift,
    spread: shift,
    start: Math.log(start),
  });
}

/**
 * ζ: the part of the limit that the overshoot leaves, so that ARL₀ ≈ A/ζ.
 *
 * (2/θ²)·exp(−2 Σ_{k ≥ 1} Φ(−θ√k/2)/k) for a shift θ of normal values; close to e^(−0.5826θ). Below θ = 0.2,
 * where the sum is long, its expansion in θ is used; the two agree to 1e-8 there.
 *
 * Sources: Woodroofe 1982, "Nonlinear renewal theory in sequential analysis",
 * https://doi.org/10.1137/1.9781611970302; the expansion: Chang and Peres 1997,
 * https://doi.org/10.1214/aop/1024404419.
 *
 * @param shift  θ, above 0, in standard deviations
 * @returns in (0, 1)
 * @throws RangeError if the shift is not finite and above 0
 */
export function overshootFactor(shift: number): number {
  requirePositive(shift, "the shift");
  if (shift < 0.2) return expandedFactor(shift);
  // Φ(−9) is 1e-19: no later term counts.
  const terms = Math.ceil((18 / shift) ** 2);
  let sum = 0;
  for (let k = terms; k >= 1; k--) sum += normalCdf((-shift * Math.sqrt(k)) / 2) / k;
  return (2 / shift ** 2) * Math.exp(-2 * sum);
}

/** Riemann's zeta at ½, −½ and −3/2, each over r!(2r + 1). */
const zetaTerms = [-1.4603545088095868, -0.2078862249773546 / 3, -0.0254852018898331 / 10] as const;

function expandedFactor(shift: number): number {
  const x = -(shift ** 2) / 8;
  const series = zetaTerms[0] + x * (zetaTerms[1] + x * zetaTerms[2]);
  return Math.exp((shift / Math.sqrt(2 * Math.PI)) * series);
}
