import { describe, expect, it } from "vitest";
import { seededRandom } from "../../math/index.ts";
import { clusteredShare } from "./clustered-share.ts";

describe("a share of clustered replies", () => {
  it("is null where nothing was read, and leaves empty sessions out", () => {
    expect(clusteredShare([[], []])).toBeNull();
    expect(clusteredShare([[], [true, false]])).toMatchObject({ estimate: 0.5, n: 2 });
  });

  it("counts a session as one reply where its replies are all alike", () => {
    const alike = clusteredShare(Array.from({ length: 20 }, (_, i) => Array(4).fill(i < 5)));
    const apart = clusteredShare(Array.from({ length: 20 }, () => [true, false, false, false]));
    expect(alike?.estimate).toBe(apart?.estimate);
    const width = (share: typeof alike) => (share ? share.interval.high - share.interval.low : 0);
    // Wilson at 5 of 20: [.1119, .4687], by its closed form in Python.
    expect(alike?.interval.low).toBeCloseTo(0.1119, 3);
    expect(alike?.interval.high).toBeCloseTo(0.4687, 3);
    expect(width(apart)).toBeLessThan(0.6 * width(alike));
    // Never seen: every session is one reply, 3.84/(20 + 3.84).
    const never = clusteredShare(Array.from({ length: 20 }, () => [false, false]));
    expect(never?.interval.high).toBeCloseTo(0.1611, 3);
  });

  it("covers 93 to 98 % of 600 shares that differ between sessions", () => {
    const random = seededRandom(5);
    let covered = 0;
    for (let trial = 0; trial < 600; trial++) {
      const clusters = Array.from({ length: 40 }, () => {
        const own = random() < 0.5 ? 0.1 : 0.5;
        return Array.from({ length: 4 }, () => random() < own);
      });
      const { low, high } = clusteredShare(clusters)?.interval ?? { low: 1, high: 0 };
      if (low <= 0.3 && 0.3 <= high) covered++;
    }
    expect(covered / 600).toBeGreaterThan(0.93);
    expect(covered / 600).toBeLessThan(0.98);
  });
});
