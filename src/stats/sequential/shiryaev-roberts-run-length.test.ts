import fc from "fast-check";
import { expect, it } from "vitest";
import { drawNormal, seededRandom } from "../../math/index.ts";
import { overshootFactor, shiryaevRobertsRunLength } from "./shiryaev-roberts-run-length.ts";

// Two quadratures in Python, which agree beyond the digits printed.
it.each([
  [1, 50, 90.01, 6.496],
  [1, 100, 179.24, 7.791],
  [1, 500, 893.05, 10.919],
  [1, 1000, 1785.3, 12.291],
  [0.5, 100, 134.21, 19.337],
  [1.5, 100, 238.16, 4.388],
])("agrees with other quadratures at θ = %f, A = %f", (shift, limit, falseAlarm, delay) => {
  const found = [
    shiryaevRobertsRunLength({ shift, limit, mean: 0 }) / falseAlarm,
    shiryaevRobertsRunLength({ shift, limit, mean: shift }) / delay,
  ];
  for (const ratio of found) expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(1e-4);
});

// Woodroofe's sum in Python (scipy).
it.each([
  [0.5, 0.747615],
  [1, 0.56037],
  [1.5, 0.422166],
])("leaves at shift %f a factor of %f to the overshoot", (shift, factor) => {
  expect(overshootFactor(shift)).toBeCloseTo(factor, 6);
});

it("joins the sum and its expansion, and follows e^(−0.5826θ) for small shifts", () => {
  expect(overshootFactor(0.2 - 1e-12)).toBeCloseTo(overshootFactor(0.2), 7);
  for (const shift of [1e-6, 0.01, 0.1]) {
    expect(overshootFactor(shift)).toBeCloseTo(Math.exp(-0.5826 * shift), 5);
  }
});

// ARL₀ ≈ A/ζ: E R at the alarm is the run length, as R − n tends neither way.
it("runs about A/ζ turns to a false alarm", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.3, max: 2, noNaN: true }), (shift) => {
      const length = shiryaevRobertsRunLength({ shift, limit: 2000, mean: 0 });
      expect((length * overshootFactor(shift)) / 2000).toBeCloseTo(1, 2);
      expect(length).toBeGreaterThan(2000);
    }),
    { numRuns: 8 },
  );
});

it("agrees with simulation without a flip", () => {
  const random = seededRandom(11);
  const runs = Array.from({ length: 1500 }, () => {
    let [turns, r] = [0, 0];
    while (r < 50) {
      r = (1 + r) * Math.exp(drawNormal(random) - 0.5);
      turns++;
    }
    return turns;
  });
  const average = runs.reduce((sum, turns) => sum + turns, 0) / runs.length;
  const spread = runs.reduce((sum, turns) => sum + (turns - average) ** 2, 0) / (runs.length - 1);
  expect(Math.abs(average - 90.01)).toBeLessThan(3 * Math.sqrt(spread / runs.length));
});

it("runs shorter from a head start, at most by it on average without a flip", () => {
  const detector = { shift: 1, limit: 100, mean: 0 };
  const length = shiryaevRobertsRunLength(detector);
  const ahead = shiryaevRobertsRunLength({ ...detector, start: 50 });
  expect(length - ahead).toBeGreaterThan(0);
  // E R_τ = E τ + R₀, and R at the alarm is about A/ζ from either start.
  expect(ahead + 50).toBeCloseTo(length, -1);
});

it("refuses what is no detector", () => {
  const good = { shift: 1, limit: 100, mean: 0 };
  expect(() => shiryaevRobertsRunLength({ ...good, shift: 0 })).toThrow("above 0, not 0");
  expect(() => shiryaevRobertsRunLength({ ...good, limit: -1 })).toThrow("above 0, not -1");
  expect(() => shiryaevRobertsRunLength({ ...good, start: -1 })).toThrow(RangeError);
  expect(() => shiryaevRobertsRunLength({ ...good, start: 101 })).toThrow("start must be at most");
  expect(() => shiryaevRobertsRunLength({ ...good, mean: Number.NaN })).toThrow("not NaN");
  expect(() => overshootFactor(0)).toThrow(RangeError);
});
