import { describe, expect, it } from "vitest";
import { calibrationSchema, defaultCalibration } from "../../core/index.ts";
import { seededRandom } from "../../math/index.ts";
import type { ChainRates } from "../../stats/index.ts";
import { clearAnswer, defaultCosts } from "./clear-answer.ts";
import { clearClaimRow } from "./clear-claim.ts";
import { probeCalibration } from "./session-calibration.ts";
import { sessionAges, sessionDefaults } from "./session-design.ts";
import { sessionRates } from "./session-rates.ts";
import type { SessionReading, SessionReply } from "./session-reading.ts";
import { sessionResult, sessionResultSchema } from "./session-result.ts";

const turns = 12;
const design = { ...sessionDefaults, turns, replyTokens: 20, detector: "bank" };
const read = (off: boolean): SessionReply => ({
  evidence: { kind: "evidence", nats: off ? 6 : -6 },
  missing: null,
});

/** Sessions of a chain; plain tasks are done right with a chance that falls with age. */
function sessionsOf(rates: ChainRates, count: number, seed: number): SessionReading[] {
  const random = seededRandom(seed);
  const next = (state: number) => {
    const u = random();
    if (state === 0) return u < rates.rho ? 1 : 0;
    if (state === 1) return u < rates.epsilon ? 2 : 1;
    return u < rates.r ? 0 : 2;
  };
  return Array.from({ length: count }, (_, index) => {
    const states = [random() < rates.pi0 ? 1 : 0];
    for (let turn = 0; turn < turns; turn++) states.push(next(states.at(-1) ?? 0));
    return {
      index,
      turns: states.slice(1).map((state) => read(state === 2)),
      forks: sessionAges(turns).flatMap((age) =>
        [0, 1, 2, 3].map(() => ({ age, ...read(next(states[age] ?? 0) === 2) })),
      ),
      tasks: sessionAges(turns).map((age) => ({ age, correct: random() < 1 - age / 40 })),
    };
  });
}

const evaluation = { behaviour: "kind", design, costs: defaultCosts, seed: 1 };
const rising = { pi0: 0, rho: 0.12, epsilon: 0.2, r: 0.4 };
const falling = { pi0: 0.5, rho: 0.001, epsilon: 0.3, r: 0.4 };

describe("a chain whose slips come with age", () => {
  const found = sessionResult(sessionsOf(rising, 40, 7), evaluation);

  it("is best cleared, with every rate told", () => {
    expect(found.verdict).toBe("supported");
    expect(found.withoutForks).toBeNull();
    expect(Object.values(found.rates).every(({ identified }) => identified)).toBe(true);
    expect(found.clear.turns).toBeGreaterThan(1);
    expect(found.clear.turns).toBeLessThan(12);
    expect(found.answer).toContain(`Clear after ${found.clear.turns} turns without a slip`);
    expect(found.clear.curve[(found.clear.turns ?? 0) - 1]).toBeCloseTo(
      found.clear.costRate ?? 0,
      9,
    );
    expect(Math.min(...found.clear.curve)).toBeCloseTo(found.clear.costRate ?? 0, 9);
  });

  it("is a result that the schema takes, and a row of the claims", () => {
    expect(sessionResultSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
    const row = clearClaimRow(found, "S");
    expect(row).toMatchObject({ id: "C09.clear", verdict: "supported", blocks: 40, missing: 0 });
    expect(row.n).toBe(40 * (turns + 20));
    expect(row.sentence).toContain("ordinary decay");
    expect(row.control?.estimate).toBeLessThan(0);
  });

  it("goes into a calibration that scans read", () => {
    const known = { subject: "known:chain", profile: "assistant", remedies: [] };
    const calibration = probeCalibration({ ...known, sessions: found });
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration);
    expect(calibration.parameters.rho).toMatchObject({ identified: true });
    const none = probeCalibration({ ...known, sessions: null });
    expect(none.parameters).toEqual(defaultCalibration.parameters);
    expect(none.evidence).toBeNull();
  });

  it("shows both shares by age, with intervals that hold them", () => {
    expect(found.ages.map(({ age }) => age)).toEqual([0, 3, 6, 9, 12]);
    for (const { offProfile, accuracy } of found.ages) {
      for (const share of [offProfile, accuracy]) {
        if (share === null) throw new RangeError("a share is missing");
        expect(share.interval.low).toBeLessThanOrEqual(share.estimate);
        expect(share.interval.high).toBeGreaterThanOrEqual(share.estimate);
      }
    }
    expect(found.change.offProfile?.estimate).toBeGreaterThan(0.1);
    expect(found.drift).toContain("here both moved");
  });
});

it("says never where the type is fixed at the start, whatever a slip costs", () => {
  const costs = { slip: 1000, clear: 1 };
  const found = sessionResult(sessionsOf(falling, 50, 8), { ...evaluation, costs });
  expect(found.verdict).toBe("refuted");
  expect(found.answer).toContain("Never clear by age");
  expect(found.clear.turns).toBeNull();
});

describe("sessions without a slip", () => {
  const found = sessionResult(sessionsOf({ pi0: 0, rho: 0, epsilon: 0, r: 0 }, 20, 9), evaluation);

  it("tell no rate: the defaults stand in, and the output says so", () => {
    expect(found.verdict).toBe("undecided");
    expect(found.rates.rho).toMatchObject({ value: 0.005, interval: null, identified: false });
    expect(found.rates.rho.reason).toContain("explain");
    expect(found.clear.margin).toBeNull();
    expect(found.reason).toContain("π₀");
    expect(found.answer).toContain("None of 240 turns on the record was off-profile");
    expect(found.answer).toContain("With the documented defaults");
  });
});

it("leaves forks out that show more than the record does, and says so", () => {
  const clean = sessionsOf({ pi0: 0, rho: 0, epsilon: 0, r: 0 }, 20, 10);
  const revealing = clean.map((session) => ({
    ...session,
    forks: session.forks.map((fork, index) => ({ ...fork, ...read(index % 4 === 0) })),
  }));
  const found = sessionResult(revealing, evaluation);
  expect(found.withoutForks).toContain("more off-profile replies");
  expect(found.verdict).toBe("undecided");
});

it("holds back where fresh contexts are off-profile already", () => {
  const found = sessionResult(
    sessionsOf({ pi0: 1, rho: 0, epsilon: 0.9, r: 0.1 }, 20, 11),
    evaluation,
  );
  expect(found.reason).toContain("of replies in fresh contexts are read as off-profile");
  const known = { subject: "s", profile: "p", remedies: [], sessions: found };
  expect(probeCalibration(known).parameters).toEqual(defaultCalibration.parameters);
});

it("counts what is missing and the sessions that ended early", () => {
  const [first, second] = sessionsOf(rising, 2, 12);
  if (first === undefined || second === undefined) throw new RangeError("two sessions are needed");
  const unread = (missing: "refused" | "empty" | "unscored"): SessionReply => ({
    evidence: { kind: "unscored", reason: missing },
    missing,
  });
  const broken = [
    { ...first, turns: [unread("refused"), unread("unscored"), unread("empty")] },
    { ...second, tasks: [{ age: 0, correct: null }] },
  ].map((session) => ({ ...session, forks: session.forks.filter(({ age }) => age === 0) }));
  const { counts } = sessionResult(broken, evaluation);
  expect(counts).toMatchObject({ refused: 1, empty: 1, unscored: 1, endedEarly: 1, ungraded: 1 });
  expect(counts.turnsRead).toBe(turns);
  expect(counts.forksRead).toBe(8);
});

it("refuses costs at which no clear could pay", () => {
  const rates = sessionRates(sessionsOf(rising, 10, 13), () => seededRandom(1));
  const costs = { slip: 1, clear: 1 };
  expect(() => clearAnswer(rates, costs, { turns, freshShare: null })).toThrow("must cost more");
});
