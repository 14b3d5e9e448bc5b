import { expect, it } from "vitest";
import { drawNormal, type Random, seededRandom } from "../../math/index.ts";
import { evidenceDependence } from "./evidence-dependence.ts";

/** Conversations of 3 to 20 turns with a bias of their own, some turned from their middle on. */
function labelled(random: Random, { d, c, flips }: { d: number; c: number; flips: number }) {
  return Array.from({ length: 150 }, (_, i) => {
    const [bias, length] = [Math.sqrt(c * d) * drawNormal(random), 3 + Math.floor(18 * random())];
    const from = random() < flips ? length / 2 : length;
    return Array.from({ length }, (__, t) => ({
      nats: (t >= from ? d / 2 : -d / 2) + bias + Math.sqrt((1 - c) * d) * drawNormal(random),
      turned: t >= from,
      conversation: `${i}`,
    }));
  }).flat();
}

it.each([
  [2, 0.3],
  [4, 0.1],
])("finds separation %f and correlation %f, flips or none", (d, c) => {
  const random = seededRandom(17);
  const found = evidenceDependence(labelled(random, { d, c, flips: 0.5 }));
  // Three standard errors of one set of 150 conversations; 200 sets were off by 0.01 on average.
  expect(Math.abs((found.separation ?? 0) - d)).toBeLessThan(0.36);
  expect(Math.abs((found.correlation ?? 1) - c)).toBeLessThan(0.08);
  const clean = evidenceDependence(labelled(random, { d, c, flips: 0 }));
  expect(clean.separation).toBeNull();
  expect(Math.abs((clean.correlation ?? 1) - c)).toBeLessThan(0.08);
  expect(clean.conversations).toBe(150);
});

it("does not take a flip for a style", () => {
  const rows = ["a", "b"].flatMap((conversation) =>
    [-1, -1.2, -0.8, -1, 1, 1.2, 0.8, 1].map((nats) => ({ nats, turned: nats > 0, conversation })),
  );
  expect(evidenceDependence(rows)).toMatchObject({ correlation: 0, turns: 16 });
  expect(evidenceDependence(rows).separation).toBeCloseTo(2, 12);
});

it("refuses none at all, and what is no number", () => {
  expect(() => evidenceDependence([])).toThrow(RangeError);
  const broken = { nats: Number.NaN, turned: true, conversation: "a" };
  expect(() => evidenceDependence([broken])).toThrow(RangeError);
});
