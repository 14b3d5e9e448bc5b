/** A source of uniform draws in [0, 1). Passed in wherever chance is used; there is no default. */
export type Random = () => number;

/**
 * A reproducible generator: the same seed gives the same draws on every machine.
 *
 * Mulberry32 (Tommy Ettinger's 32-bit generator, public domain): period 2^32, enough for the at most
 * some 10^7 draws of a run, not for cryptography.
 *
 * @param seed  whole number; only its low 32 bits count
 * @throws RangeError if the seed is not a whole number
 */
export function seededRandom(seed: number): Random {
  if (!Number.isInteger(seed)) throw new RangeError(`seed must be a whole number, not ${seed}`);
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A seed for one named part of a run, so that parts can be redone apart without sharing draws.
 *
 * FNV-1a over the text, mixed with the run's seed; 32 bits.
 */
export function seedFor(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ (seed >>> 0);
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * A new array in random order (Fisher–Yates); the input stays as it is.
 */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    // Both indices are in range: 0 <= pick <= last < length.
    [result[last], result[pick]] = [result[pick] as T, result[last] as T];
  }
  return result;
}
