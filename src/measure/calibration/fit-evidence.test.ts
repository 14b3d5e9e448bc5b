import { expect, it } from "vitest";
import { calibrationSchema, defaultCalibration, defaultDependence } from "../../core/index.ts";
import { drawNormal, seededRandom } from "../../math/index.ts";
import { fitEvidence, type LabelledTurn, whyNoFit } from "./fit-evidence.ts";

const detector = { id: "one", version: "1" };
const design = { detectors: [detector], map: "logistic" } as const;

/** Scores N(±1, 1): the true ratio is 2 nats a unit of score, 0 at 0; with a bias a conversation if asked. */
function normalScores(count: number, { size = 4, bias = 0 } = {}): LabelledTurn[] {
  const random = seededRandom(11);
  let shared = 0;
  return Array.from({ length: count }, (_, index) => {
    if (index % size === 0) shared = bias * drawNormal(random);
    const turned = random() < 0.4;
    const score = (turned ? 1 : -1) + shared + drawNormal(random);
    const name = `c${Math.floor(index / size)}`;
    return { scores: [score], turned, group: name, conversation: name };
  });
}

it("recovers a known ratio, calibrated on labels it has not seen", () => {
  const fit = fitEvidence(normalScores(2000), design);
  const { evidence, figures } = fit ?? expect.fail("the kinds differ");
  if (evidence.map.kind !== "logistic") expect.fail("a logistic map was asked for");
  // Two normal densities one standard deviation either side of 0: ln ratio = 2x.
  expect(evidence.map.slopes[0]).toBeCloseTo(2, 0);
  expect(Math.abs(evidence.map.intercept)).toBeLessThan(0.25);
  // Φ(√2) = 0.9214.
  expect(figures.auroc?.value).toBeCloseTo(0.921, 1);
  expect(figures.auroc?.interval.low).toBeLessThan(0.9214);
  expect(figures.auroc?.interval.high).toBeGreaterThan(0.9214);
  expect(figures.slope?.interval.low).toBeLessThan(1);
  expect(figures.slope?.interval.high).toBeGreaterThan(1);
  expect(figures.brier).toBeLessThan(0.6 * figures.brierOfShare);
  expect(figures.logScore).toBeGreaterThan(figures.logScoreOfShare);
  expect(figures.curve.reduce((sum, { n }) => sum + n, 0)).toBe(2000);
  expect(evidence.dependence.correlation).toBeLessThan(0.1);
  expect(calibrationSchema.safeParse({ ...defaultCalibration, evidence }).success).toBe(true);
});

it("counts a detector that is there twice once", () => {
  const rows = normalScores(400);
  const twice = rows.map((row) => ({ ...row, scores: [row.scores[0] ?? 0, row.scores[0] ?? 0] }));
  const one = fitEvidence(rows, design);
  const two = fitEvidence(twice, { ...design, detectors: [detector, { ...detector, id: "two" }] });
  const sum = (fit: typeof one) =>
    fit?.evidence.map.kind === "logistic" ? fit.evidence.map.slopes.reduce((a, b) => a + b) : 0;
  expect(sum(one)).toBeGreaterThan(1.5);
  // Two slopes share the pull to 0, so it is a little weaker; adding two maps would double it.
  expect(Math.abs(sum(two) - sum(one))).toBeLessThan(0.1);
});

it("measures how alike the turns of a conversation are, and only where enough repeat", () => {
  const alike = fitEvidence(normalScores(800, { bias: 1 }), design);
  // Variance 1 between and 1 within.
  expect(alike?.evidence.dependence.correlation).toBeCloseTo(0.5, 0);
  expect(alike?.figures.isCorrelationMeasured).toBe(true);
  const alone = fitEvidence(normalScores(400, { size: 1 }), design);
  expect(alone?.figures.conversations).toBe(0);
  expect(alone?.evidence.dependence.correlation).toBe(defaultDependence.correlation);
});

it("fits an isotonic map", () => {
  const fit = fitEvidence(normalScores(400), { ...design, map: "isotonic" });
  expect(fit?.evidence.map.kind).toBe("isotonic");
  expect(calibrationSchema.safeParse({ ...defaultCalibration, ...fit }).success).toBe(false);
  expect(fit?.figures.auroc?.value).toBeGreaterThan(0.88);
});

it("judges every label, also where two groups hold all turned ones", () => {
  const rows = normalScores(400, { size: 1 }).map((row) =>
    row.turned ? { ...row, group: (row.scores[0] ?? 0) > 1 ? "a" : "b" } : row,
  );
  expect(fitEvidence(rows, design)?.figures.labels).toBe(400);
});

it("learns nothing from scores that tell nothing", () => {
  const rows = Array.from({ length: 80 }, (_, index) => {
    return { scores: [1], turned: index % 2 === 0, group: `g${index}`, conversation: null };
  });
  expect(fitEvidence(rows, design)).toBeNull();
});

it("says in one sentence what labels are missing", () => {
  const some = (turned: boolean, count: number, group?: string) =>
    Array.from({ length: count }, (_, index) => ({ turned, group: group ?? `g${index}` }));
  expect(whyNoFit([...some(true, 20), ...some(false, 20)])).toBeNull();
  expect(whyNoFit([...some(true, 19), ...some(false, 40)])).toContain("only 19 labelled off-pr");
  expect(whyNoFit(some(true, 60))).toContain("no turn is labelled on-profile");
  expect(whyNoFit([...some(true, 30, "x"), ...some(false, 40)])).toContain("of one group");
  expect(() => fitEvidence([], design)).toThrow(RangeError);
});
