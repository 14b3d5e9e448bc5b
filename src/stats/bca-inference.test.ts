import { expect, it } from "vitest";
import { seededRandom } from "../math/index.ts";
import { bcaInference } from "./bca-inference.ts";
import { resampledMean } from "./infer-mean.ts";

// Its calibration is checked where it is used: infer-mean.test.ts and infer-clustered-mean.test.ts.

const units = [...new Array<number>(12).fill(1), ...new Array<number>(8).fill(0)];
const random = seededRandom(21);
const replicates = Array.from({ length: 499 }, () => resampledMean(units, random));

// scipy 1.17.1, stats.bootstrap(method="BCa") on the same replicates drawn again in Python; one replicate in
// six equals the estimate here, so it matters that ties count half.
it.each([
  [0.85, 0.4, 0.75],
  [0.95, 0.35, 0.8],
  [0.97, 0.35, 0.85],
])("agrees with scipy on units of 0 and 1 at level %f", (level, low, high) => {
  const limits = bcaInference(units, replicates).interval(level);
  expect(limits?.low).toBeCloseTo(low, 10);
  expect(limits?.high).toBeCloseTo(high, 10);
});

// The limit's formula solved for its level with scipy 1.17.1, optimize.brentq.
it("has the known p-values where replicates tie with the estimate and the threshold", () => {
  const inference = bcaInference(units, replicates);
  expect(inference.pGreater(0.35)).toBeCloseTo(0.03346714516530822, 7);
  expect(inference.pGreater(0.4)).toBeCloseTo(0.08198159802846024, 7);
  expect(inference.pLess(0.8)).toBeCloseTo(0.05718746070048131, 7);
  expect(inference.pLess(0.85)).toBeCloseTo(0.024119893383459212, 7);
});

it("stays defined for a spread too small to be squared", () => {
  const tiny = [...new Array<number>(19).fill(0), 1.6e-162];
  const means = Array.from({ length: 199 }, () => resampledMean(tiny, random));
  const inference = bcaInference(tiny, means);
  expect(inference.interval(0.95)?.high).toBeLessThan(1e-161);
  expect(inference.pGreater(-1)).toBeLessThan(0.05);
  expect(inference.pGreater(1)).toBe(1);
});
