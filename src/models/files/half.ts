/** Smallest normal half: below it halves are whole multiples of 2^-24. */
const SMALLEST_NORMAL = 2 ** -14;

/**
 * The number that 16 bits of IEEE 754 binary16 stand for; exact.
 *
 * @param bits  whole number in [0, 65535]
 * @throws RangeError if the bits stand for an infinity or for no number
 */
export function halfToNumber(bits: number): number {
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) throw new RangeError(`half 0x${bits.toString(16)} is not finite`);
  const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}

/**
 * The nearest binary16 to a number, ties to the even neighbour, as its 16 bits.
 *
 * Rounds once, from the double; a value that is already a 32-bit float gives the same bits as the
 * conversion instruction of CPUs (F16C, NEON).
 *
 * @throws RangeError if the value is not finite, or rounds past the largest half (65504)
 */
export function numberToHalf(value: number): number {
  const size = Math.abs(value);
  // 65520 is halfway between the largest half and the infinity that the tie would round to.
  if (!(size < 65520)) throw new RangeError(`${value} does not fit a half`);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  // Rounding up to 1024 here, or to 2048 below, carries into the exponent as it should.
  if (size < SMALLEST_NORMAL) return sign | roundTiesToEven(size * 2 ** 24);
  const exponent = exponentOf(size);
  const significand = roundTiesToEven(size * 2 ** (10 - exponent));
  return sign | (((exponent + 15) << 10) + (significand - 1024));
}

/** The whole e with 2^e <= size < 2^(e+1); `Math.log2` alone may be one off beside a power of two. */
function exponentOf(size: number): number {
  const guess = Math.floor(Math.log2(size));
  if (2 ** guess > size) return guess - 1;
  return 2 ** (guess + 1) <= size ? guess + 1 : guess;
}

function roundTiesToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest > 0.5) return below + 1;
  return rest === 0.5 && below % 2 === 1 ? below + 1 : below;
}
