/**
 * Refuses a probability that is not in [0, 1].
 *
 * @throws RangeError naming it if it is not
 */
export function requireProbability(value: number, what: string): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${what} must lie in [0, 1], not ${value}`);
}

/**
 * Refuses a probability that is not strictly between 0 and 1.
 *
 * @throws RangeError naming it if it is not
 */
export function requireOpenProbability(value: number, what: string): void {
  if (!(value > 0 && value < 1)) {
    throw new RangeError(`${what} must lie strictly between 0 and 1, not ${value}`);
  }
}

/**
 * Refuses a number that is not finite and above 0.
 *
 * @throws RangeError naming it if it is not
 */
export function requirePositive(value: number, what: string): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${what} must be finite and above 0, not ${value}`);
  }
}

/**
 * Refuses a number that is not finite and at least 0.
 *
 * @throws RangeError naming it if it is not
 */
export function requireNotNegative(value: number, what: string): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${what} must be finite and at least 0, not ${value}`);
  }
}

/**
 * Refuses a count that is not a whole number from `least` to `most`.
 *
 * @throws RangeError naming it if it is not
 */
export function requireCount(
  value: number,
  what: string,
  [least, most]: readonly [number, number],
): void {
  if (!(Number.isSafeInteger(value) && value >= least && value <= most)) {
    throw new RangeError(`${what} must be a whole number from ${least} to ${most}, not ${value}`);
  }
}

/**
 * Refuses a series with a value that is neither finite nor absent.
 *
 * @throws RangeError naming the first such value and its index
 */
export function requireSeries(values: readonly (number | null)[], what: string): void {
  const broken = values.findIndex((value) => value !== null && !Number.isFinite(value));
  if (broken >= 0) {
    throw new RangeError(
      `${what} must be finite or null, not ${values[broken]} (at index ${broken})`,
    );
  }
}
