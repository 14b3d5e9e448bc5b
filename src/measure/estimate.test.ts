import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../test/small/given-readings.ts";
import {
  beside,
  contrast,
  estimateMean,
  estimateRatio,
  holds,
  signed,
  withInterval,
} from "./estimate.ts";

const input = claimInput(margins({ a: [1, 2, null], b: [0.5, 0.5, 0.5] }));

describe("contrast", () => {
  it("pairs blocks and keeps what is missing missing", () => {
    expect(contrast(input, "a", "b")).toEqual([0.5, 1.5, null]);
    expect(contrast(input, "a", "unknown")).toBeNull();
  });
});

describe("estimateMean", () => {
  it("uses the blocks there are", () => {
    const inference = estimateMean(contrast(input, "a", "b"), input);
    expect(inference?.estimate).toBe(1);
    expect(inference?.n).toBe(2);
    expect(inference?.method).toBe("t");
  });

  it("is null without any", () => {
    expect(estimateMean(null, input)).toBeNull();
    expect(estimateMean([null, null], input)).toBeNull();
    expect(beside("nothing", [null], input)).toEqual([]);
  });

  it("takes Student's t below 20 blocks and the bootstrap from 20 on", () => {
    const blocks = (count: number) => Array.from({ length: count }, (_, at) => at / 100);
    expect(estimateMean(blocks(19), input)?.method).toBe("t");
    expect(estimateMean(blocks(20), input)?.method).toBe("bca");
  });

  it("gives the same digits each time it is asked", () => {
    const values = Array.from({ length: 25 }, (_, at) => Math.sin(at));
    const once = estimateMean(values, input)?.interval(0.95);
    expect(estimateMean(values, input)?.interval(0.95)).toEqual(once);
  });
});

describe("estimateRatio", () => {
  it("takes the blocks that have both, and needs two", () => {
    expect(estimateRatio([1, 3, null], [2, 2, 2], input)?.estimate).toBe(1);
    expect(estimateRatio([1, null], [2, 2], input)).toBeNull();
    expect(estimateRatio([1, 2], [1, -1], input)).toBeNull();
    expect(estimateRatio(null, [1, 2], input)).toBeNull();
  });
});

describe("holds", () => {
  const of = (...values: number[]) => estimateMean(values, input);
  it("needs an estimate beyond the threshold and a lower limit beyond 0", () => {
    // Student's t with 2 degrees of freedom: 0.3 ± 0.248, and 0.2 ± 0.248.
    expect(holds(of(0.2, 0.3, 0.4), 0.1)).toBe(true);
    expect(holds(of(0.1, 0.2, 0.3), 0.1)).toBe(false);
    expect(holds(of(0.09, 0.1, 0.11), 0.1)).toBe(false);
    expect(holds(of(0.5), 0.1)).toBe(false);
    expect(holds(null, 0.1)).toBe(false);
  });
});

describe("numbers in sentences", () => {
  it("carry their sign, and their interval where there is one", () => {
    expect(signed(-0.0004)).toBe("−0.000");
    expect(signed(0)).toBe("+0.000");
    const three = estimateMean([0.2, 0.3, 0.4], input);
    expect(three === null ? "" : withInterval(three)).toBe("+0.300 [+0.052, +0.548]");
    const one = estimateMean([0.2], input);
    expect(one === null ? "" : withInterval(one)).toBe("+0.200");
  });
});
