import fc from "fast-check";
import { expect, it } from "vitest";
import { type Random, seededRandom } from "../../math/index.ts";
import { shiryaevDelay, shiryaevOddsPath, shiryaevPath } from "./shiryaev-path.ts";
import { shiryaevRobertsPath } from "./shiryaev-roberts-path.ts";
import { verdictNats } from "./verdict-rates.ts";

const rates = { before: 0.05, after: 0.5 };

// Bayes' rule in Python, in both forms.
it("follows verdicts", () => {
  const nats = [0, 0, 1, 0, 1, 1].map((bad) => verdictNats(bad === 1, rates));
  const path = shiryaevPath(nats, { hazard: 0.05 });
  const expected = [
    0.0269541779, 0.0412709389, 0.4948086317, 0.363191685, 0.867194395, 0.9857673695,
  ];
  for (const [turn, belief] of expected.entries()) expect(path[turn]).toBeCloseTo(belief, 10);
});

const verdict = fc.option(fc.double({ min: -8, max: 8, noNaN: true }));
const flip = fc.record({
  hazard: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
  start: fc.double({ min: 0, max: 0.9, noNaN: true }),
});

it("is the same in odds", () => {
  fc.assert(
    fc.property(fc.array(verdict), flip, (nats, when) => {
      const odds = shiryaevOddsPath(nats, when);
      for (const [turn, belief] of shiryaevPath(nats, when).entries()) {
        const ratio = odds[turn] ?? 0;
        expect(belief).toBeCloseTo(ratio / (1 + ratio), 10);
      }
    }),
  );
});

it("is the posterior: the joint chances of all turns of the flip, summed", () => {
  const some = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(some, flip, (nats, { hazard, start }) => {
      const evidence = (from: number) => Math.exp(nats.slice(from).reduce((sum, x) => sum + x, 0));
      const flipped = nats.reduce(
        (sum, _, turn) => sum + (1 - start) * (1 - hazard) ** turn * hazard * evidence(turn),
        start * evidence(0),
      );
      const not = (1 - start) * (1 - hazard) ** nats.length;
      const belief = shiryaevPath(nats, { hazard, start }).at(-1);
      expect(belief).toBeCloseTo(flipped / (flipped + not), 10);
    }),
  );
});

it("comes close to Shiryaev–Roberts, over ρ, for a small hazard", () => {
  const nats = [0.3, -1, 2, 0.5];
  const odds = shiryaevOddsPath(nats, { hazard: 1e-9 });
  for (const [turn, r] of shiryaevRobertsPath(nats).entries()) {
    expect((odds[turn] ?? 0) / 1e-9 / r).toBeCloseTo(1, 7);
  }
});

it("drifts up where there is no verdict, and stays a probability whatever the evidence", () => {
  const path = shiryaevPath([null, null], { hazard: 0.1 });
  expect(path[0]).toBeCloseTo(0.1, 12);
  expect(path[1]).toBeCloseTo(0.19, 12);
  expect(shiryaevPath([1e4, 0, -1e4], { hazard: 0.1 })).toEqual([1, 1, 1]);
  expect(shiryaevPath([-1e4, 1e4], { hazard: 0.1, start: 1 })).toEqual([1, 1]);
  expect(shiryaevOddsPath([1e4], { hazard: 0.1 })).toEqual([Number.MAX_VALUE]);
});

const hazard = 0.01;
const [rare, rarest] = [1e-2, 1e-6];

/** Turns by which an alarm with false alarms as rare as `rarest` comes later than one at `rare`, after the flip. */
function turnsBetween(random: Random): number {
  const flipAt = Math.ceil(Math.log(1 - random()) / Math.log(1 - hazard));
  let [odds, turn, first] = [0, 0, 0];
  while (odds < (1 - rarest) / rarest) {
    turn++;
    const bad = random() < (turn >= flipAt ? rates.after : rates.before);
    const ratio = bad ? rates.after / rates.before : (1 - rates.after) / (1 - rates.before);
    odds = (ratio * (odds + hazard)) / (1 - hazard);
    if (first === 0 && odds >= (1 - rare) / rare) first = Math.max(turn, flipAt);
  }
  return Math.max(turn, flipAt) - first;
}

// |ln α|/(D + |ln(1 − ρ)|) grows by 1.189887 turns a nat here; simulated elsewhere, by 1.191 to 1.202.
it("is late by as many turns a nat as predicted", () => {
  const delay = (falseAlarms: number) => shiryaevDelay(rates, { falseAlarms, hazard });
  const nats = Math.log(rare / rarest);
  expect((delay(rarest) - delay(rare)) / nats).toBeCloseTo(1.189887, 6);

  const random = seededRandom(3);
  let turns = 0;
  for (let run = 0; run < 15_000; run++) turns += turnsBetween(random);
  const slope = turns / 15_000 / nats;
  expect(slope).toBeGreaterThan(1.191 - 0.01);
  expect(slope).toBeLessThan(1.202 + 0.01);
});

it("refuses what is out of range", () => {
  expect(() => shiryaevPath([Number.NaN], { hazard: 0.1 })).toThrow("not NaN");
  expect(() => shiryaevPath([0], { hazard: 0 })).toThrow("strictly between 0 and 1, not 0");
  expect(() => shiryaevPath([0], { hazard: 0.1, start: 1.5 })).toThrow("in [0, 1], not 1.5");
  expect(() => shiryaevOddsPath([0], { hazard: 0.1, start: 1 })).toThrow("below 1");
  expect(() => shiryaevDelay(rates, { falseAlarms: 0, hazard: 0.1 })).toThrow(RangeError);
});
