import fc from "fast-check";
import { expect, it } from "vitest";
import { type Random, seededRandom } from "../../math/index.ts";
import { type ActProblem, actOnBelief } from "./act-on-belief.ts";
import { clearOnBelief } from "./clear-on-belief.ts";
import { verdictOutcomes } from "./turn-outcome.ts";

const rate = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const chain = fc
  .record({
    pi0: rate(0, 0.3),
    rho: rate(0.005, 0.2),
    r: rate(0, 0.3),
    before: rate(0.02, 0.3),
    gap: rate(0.1, 0.6),
  })
  .map(({ before, gap, ...rest }) => ({
    ...rest,
    outcomes: verdictOutcomes({ before, after: before + gap }),
    discount: 0.95,
    points: 301,
  }));
/** Keeps a share of the belief and puts what is left at a floor. */
const remedy = fc
  .record({ cost: rate(0, 4), share: rate(0, 1), floor: rate(0, 0.3) })
  .map(({ cost, share, floor }) => ({
    cost,
    after: (belief: number) => share * belief + (1 - share) * floor,
  }));
const named = fc
  .array(remedy, { maxLength: 4 })
  .map((list) => list.map((one, index) => ({ ...one, id: `remedy ${index}` })));
const beliefs = Array.from({ length: 21 }, (_, k) => k / 20);

it("never costs more than doing nothing, nor more with one remedy more", () => {
  fc.assert(
    fc.property(chain, named, remedy, (one, remedies, further) => {
      const policy = actOnBelief({ ...one, remedies });
      expect(policy.cost).toBeLessThanOrEqual(policy.neverActCost + 1e-6);
      const more = actOnBelief({ ...one, remedies: [...remedies, { ...further, id: "further" }] });
      expect(more.cost).toBeLessThanOrEqual(policy.cost + 1e-8);
      for (const belief of beliefs) {
        expect(more.goOnCost(belief)).toBeLessThanOrEqual(policy.goOnCost(belief) + 1e-8);
      }
    }),
    { numRuns: 15 },
  );
});

it("is the policy of clears where there is nothing but clears", () => {
  fc.assert(
    fc.property(chain, rate(0.1, 5), (one, clearCost) => {
      const clears = clearOnBelief({ ...one, clearCost });
      const remedies = [{ id: "clear", cost: clearCost, after: () => one.pi0 }];
      const policy = actOnBelief({ ...one, remedies });
      expect(policy.cost).toBe(clears.cost);
      for (const belief of beliefs) {
        // At the threshold itself rounding decides.
        if (Math.abs(belief - (clears.threshold ?? 2)) < 1e-6) continue;
        expect(policy.choose(belief) ?? "continue").toBe(clears.action(belief));
      }
    }),
    { numRuns: 15 },
  );
});

it("does nothing without remedies, and costs then what the closed sum says", () => {
  fc.assert(
    fc.property(chain, (one) => {
      const policy = actOnBelief({ ...one, remedies: [] });
      expect(policy.cost).toBeCloseTo(policy.neverActCost, 6);
      expect(beliefs.map((belief) => policy.choose(belief))).toEqual(beliefs.map(() => null));
    }),
    { numRuns: 15 },
  );
});

const usual = {
  pi0: 0.02,
  rho: 0.02,
  r: 0.05,
  outcomes: verdictOutcomes({ before: 0.05, after: 0.5 }),
  discount: 0.95,
  points: 1001,
} as const;
const inoculate = { id: "inoculate", cost: 0.12, after: (p: number) => 0.7 * p };
const rewind = { id: "rewind", cost: 0.5, after: (p: number) => 0.15 * p };
const clear = { id: "clear", cost: 0.7, after: () => 0.02 };
const ladder: ActProblem<string> = { ...usual, remedies: [inoculate, rewind, clear] };

/** A turn of the true state, and the belief once it was seen. */
function turnOf(belief: number, turned: boolean, random: Random) {
  const now = turned ? random() >= usual.r : random() < usual.rho;
  const bad = random() < (now ? 0.5 : 0.05);
  const q = belief * (1 - usual.r) + (1 - belief) * usual.rho;
  const [yes, no] = bad ? [q * 0.5, (1 - q) * 0.05] : [q * 0.5, (1 - q) * 0.95];
  return { turned: now, belief: yes / (yes + no) };
}

it("costs on simulated conversations what it says", () => {
  const policy = actOnBelief(ladder);
  const used = new Set<string>();
  const random = seededRandom(17);
  const costs = Array.from({ length: 2000 }, () => {
    let [belief, turned, cost] = [usual.pi0 as number, random() < usual.pi0, 0];
    for (let weight = 1; weight > 1e-4; weight *= usual.discount) {
      const chosen = ladder.remedies.find(({ id }) => id === policy.choose(belief));
      if (chosen !== undefined) {
        used.add(chosen.id);
        cost += weight * chosen.cost;
        belief = chosen.after(belief);
        // The state is drawn anew by what the remedy is taken to leave.
        turned = random() < belief;
      }
      ({ turned, belief } = turnOf(belief, turned, random));
      cost += weight * Number(turned);
    }
    return cost;
  });
  expect([...used].sort()).toEqual(["clear", "inoculate", "rewind"]);
  const average = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const spread = costs.reduce((sum, cost) => sum + (cost - average) ** 2, 0) / (costs.length - 1);
  expect(Math.abs(average - policy.cost)).toBeLessThan(3 * Math.sqrt(spread / costs.length) + 1e-3);
});

it("takes the first of equals, only what is allowed, and goes on where a remedy gains nothing", () => {
  const twice = actOnBelief({ ...usual, remedies: [rewind, { ...rewind, id: "again" }] });
  expect(twice.choose(0.95)).toBe("rewind");
  const policy = actOnBelief(ladder);
  expect(policy.choose(0.95)).not.toBeNull();
  expect(policy.choose(0.95, (id) => id === "clear")).toBe("clear");
  expect(policy.choose(0.95, () => false)).toBeNull();
  const idle = { id: "idle", cost: 0, after: (belief: number) => belief };
  expect(actOnBelief({ ...usual, remedies: [idle] }).choose(1)).toBeNull();
});

it("acts at a fresh context where that pays", () => {
  const free = { id: "free", cost: 0, after: () => 0 };
  const policy = actOnBelief({ ...usual, pi0: 0.3, remedies: [free] });
  expect(policy.choose(0.3)).toBe("free");
  expect(policy.cost).toBeCloseTo(policy.goOnCost(0), 12);
});

it("refuses what is out of range", () => {
  expect(() => actOnBelief({ ...ladder, remedies: [{ ...clear, cost: -1 }] })).toThrow(
    "the cost of clear must be finite and at least 0, not -1",
  );
  expect(() => actOnBelief({ ...ladder, remedies: [{ ...clear, after: () => 2 }] })).toThrow(
    "what clear leaves must lie in [0, 1], not 2",
  );
  const policy = actOnBelief(ladder);
  expect(() => policy.choose(Number.NaN)).toThrow("the belief must lie in [0, 1], not NaN");
  expect(() => policy.goOnCost(1.1)).toThrow(RangeError);
});
