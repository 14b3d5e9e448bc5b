import { type LowestPoint, sigmoid, simplexSearch } from "../../math/index.ts";
import type { ChainRates } from "../chain/hidden-chain.ts";
import { sessionLikelihood } from "./session-likelihood.ts";
import { type PreparedSessions, prepareSessions, type SessionRecord } from "./session-record.ts";

/** Name of one of the chain's four rates. */
export type RateName = keyof ChainRates;

/** Rates in this order, everywhere. */
export const rateNames = ["pi0", "rho", "epsilon", "r"] as const satisfies readonly RateName[];

/** A chain as learned from sessions. */
export interface SessionFit {
  readonly rates: ChainRates;
  /** In nats, see `sessionLikelihood`. */
  readonly logLikelihood: number;
}

/**
 * Where searches begin: slow masking with quick reveals; the reverse, which turns alone can hardly tell from it
 * where no session begins masked; masked from the start; everything quick.
 */
const starts: readonly ChainRates[] = [
  { pi0: 0.03, rho: 0.01, epsilon: 0.2, r: 0.1 },
  { pi0: 0.03, rho: 0.2, epsilon: 0.01, r: 0.1 },
  { pi0: 0.3, rho: 0.001, epsilon: 0.1, r: 0.1 },
  { pi0: 0.1, rho: 0.4, epsilon: 0.4, r: 0.5 },
];

/**
 * The chain of loyal, masked and turned under which sessions and their forks are most likely.
 *
 * The best of searches from four places, in log-odds of the rates. Agrees with `fitChain` where there are no
 * forks; that one cannot take them, as what a fork shows depends on the rates themselves.
 *
 * @param fixed  rates known beforehand
 * @throws RangeError as `prepareSessions`, or if a fixed rate is not in [0, 1]
 */
export function fitSessions(
  records: readonly SessionRecord[],
  fixed: Partial<ChainRates> = {},
): SessionFit {
  return fitPrepared(prepareSessions(records), fixed);
}

/** {@link fitSessions} of sessions that are laid out. */
export function fitPrepared(data: PreparedSessions, fixed: Partial<ChainRates>): SessionFit {
  for (const [name, rate] of Object.entries(fixed)) {
    if (!(rate >= 0 && rate <= 1)) throw new RangeError(`${name} must lie in [0, 1], not ${rate}`);
  }
  return bestOf(starts.map((start) => climb(data, start, fixed)));
}

/** The more likely of several fits; the first of equals. */
export function bestOf(fits: readonly SessionFit[]): SessionFit {
  const [first, ...others] = fits;
  if (first === undefined) throw new RangeError("a fit needs a place to begin at");
  return others.reduce(
    (best, other) => (other.logLikelihood > best.logLikelihood + 1e-9 ? other : best),
    first,
  );
}

/** Climbs from one place; searched twice, as a simplex may fold up before it is there. */
export function climb(
  data: PreparedSessions,
  from: ChainRates,
  fixed: Partial<ChainRates>,
): SessionFit {
  const free = rateNames.filter((name) => fixed[name] === undefined);
  return climbAlong(
    data,
    free.map((name) => from[name]),
    (values) => ({
      ...from,
      ...fixed,
      ...Object.fromEntries(free.map((name, index) => [name, values[index] ?? 0])),
    }),
  );
}

/**
 * Climbs over some coordinates in (0, 1) that give the rates.
 *
 * @param ratesOf  null where the coordinates give no chain
 */
export function climbAlong(
  data: PreparedSessions,
  from: readonly number[],
  ratesOf: (values: readonly number[]) => ChainRates | null,
): SessionFit {
  const rates = (at: readonly number[]) => ratesOf(at.map(fromLogOdds));
  const height = (at: readonly number[]) => {
    const found = rates(at);
    return found === null ? Number.NEGATIVE_INFINITY : sessionLikelihood(data, found);
  };
  const descend = (at: readonly number[], step: number): LowestPoint =>
    simplexSearch((place) => -height(place), at, { step, tolerance: 1e-4, evaluations: 400 });
  const first = descend(from.map(toLogOdds), 1.5);
  const { at, value } = from.length === 0 ? first : descend(first.at, 0.7);
  const found = rates(at);
  if (found === null) throw new RangeError("a fit begins at coordinates that give no chain");
  return { rates: found, logLikelihood: -value };
}

/** Beyond this a rate counts as 0 or 1. */
const mostLogOdds = 16;

function toLogOdds(rate: number): number {
  const kept = Math.min(1 - 1e-5, Math.max(1e-5, rate));
  return Math.log(kept / (1 - kept));
}

function fromLogOdds(odds: number): number {
  return sigmoid(Math.min(mostLogOdds, Math.max(-mostLogOdds, odds)));
}
