/** A probability given beforehand, and what came. */
export interface Forecast {
  /** In [0, 1]. */
  readonly probability: number;
  readonly happened: boolean;
}

/** A probability of exactly 0 or 1 counts as this far from it, so that one mistake costs 27.6 nats, not everything. */
const leastDoubt = 1e-12;

/**
 * Mean squared error of forecasts: 0 is perfect, 0.25 what always saying ½ gets.
 *
 * Source: Brier 1950, "Verification of forecasts expressed in terms of probability".
 *
 * @throws RangeError if there is no forecast or a probability is out of range
 */
export function brierScore(forecasts: readonly Forecast[]): number {
  requireForecasts(forecasts);
  const errors = forecasts.map(
    ({ probability, happened }) => (probability - (happened ? 1 : 0)) ** 2,
  );
  return errors.reduce((sum, error) => sum + error, 0) / forecasts.length;
}

/**
 * Mean logarithm of the probability given to what came, in nats: 0 is perfect, more negative is worse.
 *
 * Source: Good 1952, "Rational decisions". Deviation: probabilities are held 1e-12 off 0 and 1.
 *
 * @throws RangeError if there is no forecast or a probability is out of range
 */
export function logScore(forecasts: readonly Forecast[]): number {
  requireForecasts(forecasts);
  const logs = forecasts.map(({ probability, happened }) =>
    Math.log(Math.max(leastDoubt, happened ? probability : 1 - probability)),
  );
  return logs.reduce((sum, log) => sum + log, 0) / forecasts.length;
}

/**
 * @throws RangeError if there is no forecast or a probability is out of range
 */
export function requireForecasts(forecasts: readonly Forecast[]): void {
  if (forecasts.length === 0) throw new RangeError("forecasts are empty; at least one is needed");
  const broken = forecasts.find(({ probability }) => !(probability >= 0 && probability <= 1));
  if (broken !== undefined) {
    throw new RangeError(`a probability must lie in [0, 1], not ${broken.probability}`);
  }
}
