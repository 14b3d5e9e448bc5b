import { describe, expect, it } from "vitest";
import { seededRandom } from "../../math/index.ts";
import { fitChain } from "../chain/fit-chain.ts";
import { profileInterval } from "../chain/profile-interval.ts";
import { ageMargin } from "../sequential/clear-age.ts";
import { simulateSessions } from "./__fixtures__/simulate-sessions.ts";
import { fitSessions, rateNames } from "./fit-sessions.ts";
import { profileAgeMargin, profileRate } from "./profile-sessions.ts";

const rates = { pi0: 0.1, rho: 0.03, epsilon: 0.25, r: 0.3 };
const size = { sessions: 24, turns: 12, forksAtAge: 4, nats: 6 };
const asChain = (records: ReturnType<typeof simulateSessions>) => ({
  kind: "emissions" as const,
  conversations: records.map(({ turns }) => turns.map((nats) => [0, 0, nats ?? 0])),
});

describe("without forks", () => {
  const records = simulateSessions(rates, { ...size, forksAtAge: 0 }, seededRandom(3));

  it("finds what Baum and Welch's climb finds", () => {
    expect(fitSessions(records).logLikelihood).toBeCloseTo(
      fitChain(asChain(records)).logLikelihood,
      2,
    );
  });

  it("profiles as profileInterval does", () => {
    const mine = profileRate(records, "r").interval(0.95);
    const { interval } = profileInterval(asChain(records), "r");
    expect(Math.abs(mine.low - interval.low)).toBeLessThan(5e-3);
    expect(Math.abs(mine.high - interval.high)).toBeLessThan(5e-3);
  });
});

it("is at the top: no nudge of any rate is more likely", () => {
  const records = simulateSessions(rates, size, seededRandom(4));
  const fit = fitSessions(records);
  for (const name of rateNames) {
    for (const nudge of [0.01, -0.01]) {
      const held = Math.min(1, Math.max(0, fit.rates[name] + nudge));
      const nudged = fitSessions(records, { ...fit.rates, [name]: held });
      expect(nudged.logLikelihood).toBeLessThanOrEqual(fit.logLikelihood + 1e-6);
    }
  }
});

it("tells masking from revealing by forks, which turns alone do not", () => {
  const records = simulateSessions({ ...rates, pi0: 0 }, size, seededRandom(5));
  const width = (withForks: boolean) => {
    const given = records.map(({ turns, forks }) => ({ turns, forks: withForks ? forks : [] }));
    const { low, high } = profileRate(given, "rho").interval(0.95);
    return high - low;
  };
  expect(width(true)).toBeLessThan(0.1);
  expect(width(false)).toBeGreaterThan(0.5);
});

it("holds what is fixed, and refuses what cannot be", () => {
  const records = simulateSessions(rates, { ...size, sessions: 4 }, seededRandom(6));
  expect(fitSessions(records, { pi0: 0.02, r: 0 }).rates).toMatchObject({ pi0: 0.02, r: 0 });
  expect(() => fitSessions(records, { rho: 2 })).toThrow("rho must lie in [0, 1], not 2");
  expect(() => profileRate(records, "r", { r: 0.1 })).toThrow("r is fixed");
  expect(() => profileRate(records, "r").interval(1)).toThrow("level");
});

it("knows nothing of a chain that nothing was seen of", () => {
  const none = [{ turns: [null, null], forks: [] }];
  expect(profileRate(none, "epsilon").interval(0.95)).toEqual({ low: 0, high: 1 });
  const { low, high } = profileAgeMargin(none).interval(0.9);
  expect(high - low).toBeGreaterThan(1.9);
});

// Over 60 seeds each, three sets of rates: 860 of 900 intervals of the four rates and the margin (95.6 %), and no
// wrong verdict; 24 sessions of 12 turns: 184 of 200. Fewer here for speed.
it("covers hazard and reveal rate in nine of ten", () => {
  const usual = { ...size, sessions: 40, turns: 16 };
  const covered = Array.from({ length: 8 }, (_, seed) => {
    const records = simulateSessions(rates, usual, seededRandom(900 + seed));
    return (["rho", "epsilon"] as const).map((name) => {
      const { low, high } = profileRate(records, name).interval(0.95);
      return low <= rates[name] && rates[name] <= high;
    });
  }).flat();
  expect(covered.filter(Boolean).length / covered.length).toBeGreaterThanOrEqual(0.9);
}, 60_000);

it("has a margin of its rates, with more room at 95 % than at 90 %", () => {
  const records = simulateSessions(rates, size, seededRandom(51));
  const margin = profileAgeMargin(records);
  const [wide, narrow] = [margin.interval(0.95), margin.interval(0.9)];
  const fit = fitSessions(records).rates;
  expect(margin.value).toBeCloseTo(ageMargin({ ...fit, convention: "next-turn" }), 2);
  expect(narrow.high).toBeLessThan(wide.high);
  expect(narrow.low).toBeGreaterThan(wide.low);
  const truth = ageMargin({ ...rates, convention: "next-turn" });
  expect(wide.low < truth && truth < wide.high).toBe(true);
});
