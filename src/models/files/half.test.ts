import fc from "fast-check";
import { expect, it } from "vitest";
import { halfToNumber, numberToHalf } from "./half.ts";

const finiteHalf = fc.integer({ min: 0, max: 0xffff }).filter((bits) => (bits & 0x7c00) !== 0x7c00);

it("brings every finite half back to the same bits", () => {
  let checked = 0;
  for (let bits = 0; bits <= 0xffff; bits++) {
    if ((bits & 0x7c00) === 0x7c00) continue;
    if (numberToHalf(halfToNumber(bits)) !== bits) expect.fail(`0x${bits.toString(16)} changed`);
    checked++;
  }
  expect(checked).toBe(63_488);
});

// IEEE 754-2019, section 3.6 and table 3.5; the bits agree with numpy.float16.
it.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519.99, 0x7bff],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [0.1, 0x2e66],
  [1 / 3, 0x3555],
])("%d is the half %i", (value, bits) => {
  expect(numberToHalf(value)).toBe(bits);
});

it("sends a tie to the even neighbour", () => {
  expect(numberToHalf(1 + 2 ** -11)).toBe(0x3c00);
  expect(numberToHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
  expect(numberToHalf(2 ** -25)).toBe(0x0000);
  expect(numberToHalf(3 * 2 ** -25)).toBe(0x0002);
});

it("picks a neighbour no farther than either side", () => {
  fc.assert(
    fc.property(fc.double({ min: -65504, max: 65504, noNaN: true }), finiteHalf, (value, other) => {
      const error = Math.abs(halfToNumber(numberToHalf(value)) - value);
      expect(error).toBeLessThanOrEqual(Math.abs(halfToNumber(other) - value));
      expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
    }),
  );
});

it("refuses what is not a finite half", () => {
  for (const bits of [0x7c00, 0xfc00, 0x7e00]) expect(() => halfToNumber(bits)).toThrow(RangeError);
  for (const value of [65520, -1e9, Number.POSITIVE_INFINITY, Number.NaN]) {
    expect(() => numberToHalf(value)).toThrow(RangeError);
  }
});
