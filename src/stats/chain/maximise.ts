import type { PreparedData } from "./chain-data.ts";
import { emStep, type ParameterVector } from "./em-step.ts";

/** Where the likelihood is greatest, as far as climbing from one place shows. */
export interface Maximum {
  readonly at: ParameterVector;
  readonly logLikelihood: number;
  /** Whether the climb ended by itself. */
  readonly converged: boolean;
}

/** Steps three at a time; a ridge of unidentified parameters may take some hundreds. */
const mostCycles = 500;

/**
 * Climbs the likelihood by expectation–maximisation, in long strides where that helps.
 *
 * Two plain steps give a direction and a length; the stride is taken back where the likelihood falls, so it
 * never ends lower than it began. It ends when a cycle gains less than `gain` nats. A stride goes at most
 * nine tenths of the way to 0 or 1: plain steps could not leave those.
 *
 * Source: Varadhan and Roland 2008, "Simple and globally convergent methods for accelerating the convergence
 * of any EM algorithm" (SqS3), https://doi.org/10.1111/j.1467-9469.2007.00585.x
 */
export function maximise(data: PreparedData, { from, fixed, gain = 1e-7 }: Climb): Maximum {
  let at = from;
  for (let cycle = 0; cycle < mostCycles; cycle++) {
    const first = emStep(data, at, fixed);
    const second = emStep(data, first.next, fixed);
    const strideTo = stride(at, first.next, second.next);
    const third = emStep(data, strideTo, fixed);
    const kept = third.logLikelihood >= second.logLikelihood;
    const [best, logLikelihood] = kept
      ? [strideTo, third.logLikelihood]
      : [first.next, second.logLikelihood];
    if (logLikelihood - first.logLikelihood < gain) {
      return { at: best, logLikelihood, converged: true };
    }
    at = kept ? third.next : second.next;
  }
  const { logLikelihood } = emStep(data, at, fixed);
  return { at, logLikelihood, converged: false };
}

/** Where to climb from, and what to hold. */
export interface Climb {
  readonly from: ParameterVector;
  /** One a parameter; true holds it where it is. */
  readonly fixed: readonly boolean[];
  /** Nats below which a cycle's gain ends the climb. */
  readonly gain?: number;
}

function stride(at: ParameterVector, once: ParameterVector, twice: ParameterVector) {
  const change = at.map((value, index) => (once[index] ?? 0) - value);
  const bend = at.map((value, index) => (twice[index] ?? 0) - 2 * (once[index] ?? 0) + value);
  const bent = Math.hypot(...bend);
  const length = bent === 0 ? 1 : Math.max(1, Math.hypot(...change) / bent);
  return at.map((value, index) => {
    const goal = value + 2 * length * (change[index] ?? 0) + length ** 2 * (bend[index] ?? 0);
    const plain = twice[index] ?? 0;
    return Math.min(1 - 0.1 * (1 - plain), Math.max(0.1 * plain, goal));
  });
}
