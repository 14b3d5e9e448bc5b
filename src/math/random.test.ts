import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom, seedFor, shuffled } from "./random.ts";

describe("seededRandom", () => {
  // Mulberry32 written a second time in Python integers masked to 32 bits, numerators over 2^32.
  it.each([
    [0, [1144304738, 1416247, 958946056, 627933444]],
    [1, [2693262067, 11749833, 2265367787, 4213581821]],
    [2 ** 32 - 1, [3850105811, 813802916, 3073704848, 4054706436]],
  ])("draws the known sequence of mulberry32 from seed %i", (seed, expected) => {
    const random = seededRandom(seed);
    expect(expected.map(() => random() * 2 ** 32)).toEqual(expected);
  });

  it("stays in [0, 1) and depends on the seed alone", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [left, right] = [seededRandom(seed), seededRandom(seed)];
        for (let draw = 0; draw < 50; draw++) {
          const value = left();
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
          expect(right()).toBe(value);
        }
      }),
    );
  });

  it("fills ten equal bins evenly", () => {
    const random = seededRandom(5);
    const bins = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw++) {
      const bin = Math.floor(random() * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(27.88); // 99.9 % point of chi-square with 9 degrees, scipy 1.17.1
  });

  it("refuses a seed that is not a whole number", () => {
    expect(() => seededRandom(0.5)).toThrow(RangeError);
    expect(() => seededRandom(Number.NaN)).toThrow(RangeError);
  });
});

describe("seedFor", () => {
  // Test vectors of FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
  it.each([
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ])("is FNV-1a of %s at seed 0", (name, expected) => {
    expect(seedFor(0, name)).toBe(expected);
  });

  it("mixes the run's seed in", () => {
    expect(seedFor(7, "essay")).toBe(2903850413); // FNV-1a from offset basis xor 7, in Python
    expect(seedFor(8, "essay")).not.toBe(seedFor(7, "essay"));
  });
});

describe("shuffled", () => {
  it("keeps every value and leaves its input alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
        const before = Object.freeze([...values]);
        const result = shuffled(before, seededRandom(seed));
        expect(result.toSorted()).toEqual(values.toSorted());
      }),
    );
  });

  it("gives every order of three about equally often", () => {
    const random = seededRandom(3);
    const counts = new Map<string, number>();
    for (let round = 0; round < 6000; round++) {
      const order = shuffled(["a", "b", "c"], random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
