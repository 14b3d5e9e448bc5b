import {
  type ChainRates,
  clearAge,
  clearCostCurve,
  type Interval,
  revealSurvival,
  smallestCostRatio,
} from "../../stats/index.ts";
import type { Verdict } from "../claim.ts";
import { type SessionRates, valuesOf } from "./session-rates.ts";

/** What ends of a context cost, in lost turns. */
export interface SessionCosts {
  /** A slip that is seen, and the context with it. */
  readonly slip: number;
  /** A planned clear. */
  readonly clear: number;
}

/** One turn to start afresh, twenty to undo what a slip did. */
export const defaultCosts: SessionCosts = { slip: 20, clear: 1 };

/** How often to clear, and how sure that is. */
export interface ClearAnswer {
  readonly verdict: Verdict;
  /** Why undecided, in words; else null. */
  readonly reason: string | null;
  /** T*, turns; null for never. At the defaults for rates that are not identified. */
  readonly turns: number | null;
  /** Lost turns a turn when clearing after T*; null for never. */
  readonly costRate: number | null;
  /** Lost turns a turn when never clearing; null where it is not known. */
  readonly neverRate: number | null;
  /** Why no age pays, in words; null where one does. */
  readonly whyNever: string | null;
  /** How many clears a slip must cost for clearing by age to pay; null where no number is enough. */
  readonly smallestRatio: number | null;
  /** What must lie above `threshold` for a clear age to pay; null where the rates behind it are not identified. */
  readonly margin: ClearMargin | null;
  /** c_p/(c_f − c_p). */
  readonly threshold: number;
  /** C(1), C(2), …: lost turns a turn of clearing at each age. */
  readonly curve: readonly number[];
}

/** ρ/ε − π₀, or (1 − π₀)ε/ρ where ε ≤ ρ. */
export interface ClearMargin {
  readonly estimate: number;
  /** 95 %. */
  readonly interval: Interval;
  /** Upper limit of the 90 % interval. */
  readonly upper90: number;
}

/** Ages of the curve beyond those observed, as a multiple of them. */
const curveReach = 3;
const mostCurve = 400;

/**
 * The age at which clearing is cheapest, and the verdict of C09: supported when the margin's lower 95 % limit lies
 * above c_p/(c_f − c_p), refuted when its upper 90 % limit lies below, undecided unless π₀, ρ and ε are identified.
 *
 * @param given.turns  of a session as planned
 * @param given.freshShare  of off-profile replies in fresh contexts; null where none was read
 * @throws RangeError unless a slip costs more than a clear
 */
export function clearAnswer(
  found: SessionRates,
  costs: SessionCosts,
  given: { readonly turns: number; readonly freshShare: number | null },
): ClearAnswer {
  if (!(costs.slip > costs.clear)) {
    throw new RangeError(
      `a slip must cost more than a clear, not ${costs.slip} against ${costs.clear}`,
    );
  }
  const life = { ...valuesOf(found.rates), convention: "next-turn" } as const;
  const asked = { reveal: costs.slip, clear: costs.clear };
  const best = clearAge(life, asked);
  const reach = Math.min(mostCurve, curveReach * Math.max(given.turns, best.turns ?? 0));
  const threshold = costs.clear / (costs.slip - costs.clear);
  const margin = marginOf(found);
  const reason = whyUndecided(found, given.freshShare);
  return {
    verdict: reason === null && margin !== null ? verdictOf(margin, threshold) : "undecided",
    reason,
    turns: best.turns,
    costRate: best.costRate,
    neverRate: best.neverRate,
    whyNever: best.reason,
    smallestRatio: smallestCostRatio(life),
    margin,
    threshold,
    curve: [...clearCostCurve(revealSurvival(life, reach), asked)],
  };
}

function marginOf({ rates, margin }: SessionRates): ClearMargin | null {
  if (deciding.some((name) => !rates[name].identified)) return null;
  const profile = margin();
  return {
    estimate: profile.value,
    interval: profile.interval(0.95),
    upper90: profile.interval(0.9).high,
  };
}

function verdictOf({ interval, upper90 }: ClearMargin, threshold: number): Verdict {
  if (interval.low > threshold) return "supported";
  return upper90 < threshold ? "refuted" : "inconclusive";
}

const names: Readonly<Record<keyof ChainRates, string>> = {
  pi0: "π₀",
  rho: "ρ",
  epsilon: "ε",
  r: "r",
};

/**
 * Share of off-profile replies in fresh contexts above which sessions decide nothing and teach scans nothing: the
 * chain begins with nobody turned.
 */
export const mostFreshShare = 0.25;

/** The rates that decide about clearing; recovery does not, as a slip that is seen ends the context. */
const deciding = ["pi0", "rho", "epsilon"] as const;

function whyUndecided({ rates }: SessionRates, freshShare: number | null): string | null {
  if (freshShare !== null && freshShare > mostFreshShare) {
    return `${(100 * freshShare).toFixed(0)} % of replies in fresh contexts are read as off-profile: either the detector misreads this model's way of speaking, or a fresh context gives little back`;
  }
  const open = deciding.filter((name) => !rates[name].identified);
  if (open.length === 0) return null;
  const said = open.map((name) => `${names[name]} (${rates[name].reason})`).join(", ");
  return `the sessions do not tell ${said}`;
}
