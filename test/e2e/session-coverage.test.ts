import { expect, it } from "vitest";
import { seededRandom } from "../../src/math/index.ts";
import { ageMargin, profileAgeMargin, profileRate, rateNames } from "../../src/stats/index.ts";
import { simulateSessions } from "../../src/stats/sessions/__fixtures__/simulate-sessions.ts";

const truth = { pi0: 0.1, rho: 0.03, epsilon: 0.25, r: 0.3 };
const size = { sessions: 24, turns: 12, forksAtAge: 4, nats: 6 };
const sets = 200;

// The first 24 of these sets cover 88 %, all of them 94 %: fewer sets cannot tell 94 % from 90 %, so this takes
// a minute and stands among the slow tests.
it("covers each rate and the margin of a session fit in nine of ten data sets or more", () => {
  const margin = ageMargin({ ...truth, convention: "next-turn" });
  const covered = new Map<string, number>();
  for (let seed = 50; seed < 50 + sets; seed++) {
    const records = simulateSessions(truth, size, seededRandom(seed));
    const asked = [
      { name: "margin", interval: profileAgeMargin(records).interval(0.95), value: margin },
      ...rateNames.map((name) => ({
        name,
        interval: profileRate(records, name).interval(0.95),
        value: truth[name],
      })),
    ];
    for (const { name, interval, value } of asked) {
      const isHeld = interval.low <= value && value <= interval.high;
      covered.set(name, (covered.get(name) ?? 0) + (isHeld ? 1 : 0));
    }
  }
  expect([...covered.keys()].sort()).toEqual(["epsilon", "margin", "pi0", "r", "rho"]);
  for (const [name, count] of covered) {
    expect(count / sets, name).toBeGreaterThanOrEqual(0.9);
  }
});
