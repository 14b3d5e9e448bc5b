import { type ChainParameter, defaultCalibration } from "../../core/index.ts";
import type { Random } from "../../math/index.ts";
import { mean } from "../../math/index.ts";
import {
  type ChainRates,
  fitSessions,
  type Interval,
  inferMean,
  profileAgeMargin,
  profileRate,
  type RateName,
  rateNames,
  type SessionProfile,
  type SessionRecord,
} from "../../stats/index.ts";
import { isOffProfile, type SessionReading } from "./session-reading.ts";

/** One rate of the chain, measured or assumed. */
export interface SessionRate extends ChainParameter {
  /** Why the default stands for it, in words; null where it was measured. */
  readonly reason: string | null;
}

/** What sessions say of the chain. */
export interface SessionRates {
  readonly rates: Readonly<Record<RateName, SessionRate>>;
  /** Profiles what decides whether clearing by age pays: ρ/ε − π₀, or (1 − π₀)ε/ρ where ε ≤ ρ. Takes seconds. */
  readonly margin: () => SessionProfile;
  /** Why forks were left out of the fit, in words; null where they are in it. */
  readonly withoutForks: string | null;
}

/**
 * Widest 95 % interval of a rate that counts as identified. Narrower for the rates that are small: ρ somewhere
 * between 0 and .4 would settle nothing.
 */
const widestInterval: Readonly<Record<RateName, number>> = {
  pi0: 0.3,
  rho: 0.1,
  epsilon: 0.5,
  r: 0.5,
};

/**
 * The chain's four rates from sessions, each with its profile-likelihood interval. A rate that is not identified
 * gets the documented default, and the others are fitted again with it held, unless the sessions speak against it.
 */
export function sessionRates(
  sessions: readonly SessionReading[],
  random: () => Random,
): SessionRates {
  const withoutForks = forksDisagree(sessions, random);
  const records = sessions.map((session) => recordOf(session, withoutForks === null));
  const profiles = rateNames.map((name) => {
    const interval = profileRate(records, name).interval(0.95);
    return { name, interval, reason: whyNot(name, interval) };
  });
  const held = Object.fromEntries(
    profiles
      .filter(({ name, interval, reason }) => reason !== null && holdsDefault(name, interval))
      .map(({ name }) => [name, defaultCalibration.parameters[name].value]),
  );
  const fit = fitSessions(records, held).rates;
  const rate = (name: RateName): SessionRate => {
    const found = profiles.find((profile) => profile.name === name);
    if (found === undefined || found.reason !== null) {
      const reason = found?.reason ?? "it was not fitted";
      return { ...defaultCalibration.parameters[name], reason };
    }
    const value = asRate(fit[name]);
    const { low, high } = found.interval;
    const interval: [number, number] = [Math.min(low, value), Math.max(high, value)];
    return { value, interval, identified: true, reason: null };
  };
  return {
    rates: { pi0: rate("pi0"), rho: rate("rho"), epsilon: rate("epsilon"), r: rate("r") },
    margin: () => profileAgeMargin(records),
    withoutForks,
  };
}

/** A default that the sessions speak against would bend the other rates, so those are fitted without it. */
function holdsDefault(name: RateName, { low, high }: Interval): boolean {
  const { value } = defaultCalibration.parameters[name];
  return low <= value && value <= high;
}

/** The values alone. */
export function valuesOf(rates: SessionRates["rates"]): ChainRates {
  const { pi0, rho, epsilon, r } = rates;
  return { pi0: pi0.value, rho: rho.value, epsilon: epsilon.value, r: r.value };
}

/** A search ends near 0, never at it. */
function asRate(value: number): number {
  return value < 1e-5 ? 0 : value;
}

function whyNot(name: RateName, { low, high }: Interval): string | null {
  if (high - low <= widestInterval[name]) return null;
  if (low <= 0.005 && high >= 0.995) return "any value explains the sessions about as well";
  return `values from ${low.toFixed(3)} to ${high.toFixed(3)} explain the sessions about as well`;
}

function recordOf({ turns, forks }: SessionReading, withForks: boolean): SessionRecord {
  return {
    turns: turns.map(({ evidence }) => (evidence.kind === "evidence" ? evidence.nats : null)),
    forks: withForks
      ? forks.flatMap(({ age, evidence }) =>
          evidence.kind === "evidence" && age <= turns.length ? [{ age, nats: evidence.nats }] : [],
        )
      : [],
  };
}

/**
 * Whether forks show another share of off-profile replies than the turn on the record that follows the same
 * context. Then a fork is not one more turn, and must not be fitted as one.
 */
function forksDisagree(sessions: readonly SessionReading[], random: () => Random): string | null {
  const differences = sessions.flatMap(({ turns, forks }) => {
    const ages = [...new Set(forks.map(({ age }) => age))];
    const each = ages.flatMap((age) => {
      const next = turns[age];
      const shown = next === undefined ? null : isOffProfile(next);
      const drawn = forks
        .filter((fork) => fork.age === age)
        .map(isOffProfile)
        .filter((off) => off !== null);
      return shown === null || drawn.length === 0 ? [] : [mean(drawn.map(Number)) - Number(shown)];
    });
    return each.length === 0 ? [] : [mean(each)];
  });
  if (differences.length < 2) return null;
  const difference = inferMean(differences, { random: random() });
  if (Math.min(difference.pGreater(0), difference.pLess(0)) > 0.005) return null;
  const more = difference.estimate > 0 ? "more" : "fewer";
  return `forks show ${more} off-profile replies (${percent(Math.abs(difference.estimate))} of replies) than the turn on the record after the same context, so they are not one more turn of it`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
