import fc from "fast-check";
import { expect, it } from "vitest";
import { halfToNumber, numberToHalf } from "./half.ts";
import { dequantiseQ4, dequantiseQ8, q4ToQ8 } from "./quantise.ts";

const levels = fc.uint8Array({ minLength: 16, maxLength: 16 });
const half = fc.double({ min: -2000, max: 2000, noNaN: true }).map(numberToHalf);

/** Scales of real weights are small: small numbers must be as common here as large ones. */
const scaled = fc
  .tuple(half, fc.integer({ min: -24, max: 0 }))
  .map(([bits, shift]) => numberToHalf(halfToNumber(bits) * 2 ** shift));

const block = fc
  .tuple(scaled, scaled, levels)
  .map(([scale, minimum, pairs]) =>
    Uint8Array.of(scale & 0xff, scale >>> 8, minimum & 0xff, minimum >>> 8, ...pairs),
  );

it("moves each weight by half a step at most, and what rounding the step to a half costs", () => {
  fc.assert(
    fc.property(block, (source) => {
      const before = dequantiseQ4(source);
      const after = dequantiseQ8(q4ToQ8(source));
      const step = Math.max(...before.map(Math.abs)) / 127;
      const stepError = Math.max(step * 2 ** -11, 2 ** -25);
      for (const [index, weight] of before.entries()) {
        const moved = Math.abs((after[index] ?? 0) - weight);
        expect(moved).toBeLessThanOrEqual((step / 2 + 128 * stepError) * (1 + 1e-5));
      }
    }),
    { numRuns: 500 },
  );
});

it("uses the whole range: the largest weight becomes 127 or -127", () => {
  fc.assert(
    fc.property(block, (source) => {
      const before = dequantiseQ4(source);
      const largest = Math.max(...before.map(Math.abs));
      const at = before.findIndex((weight) => Math.abs(weight) === largest);
      const level = Buffer.from(q4ToQ8(source)).readInt8(2 + at);
      expect(Math.abs(level)).toBe(largest === 0 ? 0 : 127);
      expect(Math.sign(level)).toBe(Math.sign(before[at] ?? 0) + 0);
    }),
    { numRuns: 500 },
  );
});

it("turns blocks one by one", () => {
  fc.assert(
    fc.property(block, block, (left, right) => {
      const together = q4ToQ8(Buffer.concat([left, right]));
      expect(Buffer.from(together)).toEqual(Buffer.concat([q4ToQ8(left), q4ToQ8(right)]));
    }),
  );
});

// Made by the Python package gguf 0.19.0 (numpy 2.4.6): 64 normal draws to Q4_1, back, then to Q8_0.
it("gives the bytes of an independent implementation", () => {
  const q4 = "952607b45a8b295638965abfa8970c8baaa64a8c0e26f3b042f3ab13769a64966797d1477c507a27";
  const q8 =
    "0f180310f6cfe9cf0344e9dc1d1003cf031dc2e99bc2a8f6c21003f681e90303b5e9" +
    "7416bccb43cbf834daf80707ad07529e3407da7f34ad0725f825f82561da07e907bc";
  expect(Buffer.from(q4ToQ8(Buffer.from(q4, "hex"))).toString("hex")).toBe(q8);
});

it("keeps a block of zeros", () => {
  expect(q4ToQ8(new Uint8Array(20))).toEqual(new Uint8Array(34));
});

it("rounds ties away from zero", () => {
  // Scale 1 and minimum -254: levels stand for -254, -253 and so on, d is 2, and odd weights tie.
  const minimum = numberToHalf(-254);
  const source = new Uint8Array(20);
  source.set([0x00, 0x3c, minimum & 0xff, minimum >>> 8, 0x10]);
  const target = Buffer.from(q4ToQ8(source));
  expect(halfToNumber(target.readUInt16LE(0))).toBe(2);
  expect(target.readInt8(2)).toBe(-127); // -254 / 2
  expect(target.readInt8(18)).toBe(-127); // -253 / 2 = -126.5
});

it("refuses broken blocks", () => {
  expect(() => q4ToQ8(new Uint8Array(19))).toThrow(RangeError);
  expect(() => dequantiseQ8(new Uint8Array(33))).toThrow(RangeError);
  const infinite = new Uint8Array(20);
  infinite.set([0x00, 0x7c]);
  expect(() => q4ToQ8(infinite)).toThrow("not finite");
});
