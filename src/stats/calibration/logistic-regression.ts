import { sigmoid, solvePositive } from "../../math/index.ts";

/** One observation of a logistic regression. */
export interface Observation {
  /** Inputs, the constant 1 included where there is an intercept. */
  readonly inputs: readonly number[];
  readonly happened: boolean;
  /** Above 0. */
  readonly weight: number;
}

/** Coefficients where the penalised likelihood is greatest. */
export interface LogisticFit {
  readonly coefficients: readonly number[];
  /** Negative second derivatives there: inverse covariance of the coefficients. */
  readonly information: readonly (readonly number[])[];
}

/**
 * Logistic regression by Newton steps, halved where they overshoot.
 *
 * Maximises Σ w·log p(happened) − ½·Σ penalty·coefficient².
 *
 * @param penalties  one a coefficient, at least 0
 * @returns null where no finite maximum was found: inputs that part the two kinds, or that depend on each
 *   other, and no penalty
 */
export function logisticRegression(
  observations: readonly Observation[],
  penalties: readonly number[],
): LogisticFit | null {
  let coefficients: readonly number[] = penalties.map(() => 0);
  let height = penalised(observations, coefficients, penalties);
  for (let step = 0; step < 100; step++) {
    const { gradient, information } = derivatives(observations, coefficients, penalties);
    const move = solvePositive(information, gradient);
    if (move === null || Math.max(...coefficients.map(Math.abs)) > 1e4) return null;
    const gain = move.reduce((sum, d, i) => sum + d * (gradient[i] ?? 0), 0);
    if (gain < 1e-12) return isSettled(coefficients, move) ? { coefficients, information } : null;
    const next = climbed(observations, { coefficients, move, height, penalties });
    if (next === null) return { coefficients, information };
    [coefficients, height] = next;
  }
  return null;
}

/** Whether steps have become small; where inputs part the kinds they stay as long while the gain vanishes. */
function isSettled(coefficients: readonly number[], move: readonly number[]): boolean {
  return coefficients.every((value, i) => Math.abs(move[i] ?? 0) < 1e-4 * (1 + Math.abs(value)));
}

function climbed(
  observations: readonly Observation[],
  { coefficients, move, height, penalties }: Climb,
): [readonly number[], number] | null {
  for (let share = 1; share > 1e-6; share /= 2) {
    const next = coefficients.map((value, i) => value + share * (move[i] ?? 0));
    const reached = penalised(observations, next, penalties);
    if (reached > height) return [next, reached];
  }
  return null;
}

interface Climb {
  readonly coefficients: readonly number[];
  readonly move: readonly number[];
  readonly height: number;
  readonly penalties: readonly number[];
}

function penalised(
  observations: readonly Observation[],
  coefficients: readonly number[],
  penalties: readonly number[],
): number {
  let sum = 0;
  for (const [i, value] of coefficients.entries()) sum -= ((penalties[i] ?? 0) * value ** 2) / 2;
  for (const { inputs, happened, weight } of observations) {
    const signed = (happened ? 1 : -1) * linear(inputs, coefficients);
    // log σ(x), which neither overflows nor vanishes.
    sum +=
      weight *
      (signed >= 0 ? -Math.log1p(Math.exp(-signed)) : signed - Math.log1p(Math.exp(signed)));
  }
  return sum;
}

function derivatives(
  observations: readonly Observation[],
  coefficients: readonly number[],
  penalties: readonly number[],
) {
  const gradient = coefficients.map((value, i) => -(penalties[i] ?? 0) * value);
  const information = penalties.map((penalty, i) =>
    penalties.map((_, j) => (i === j ? penalty : 0)),
  );
  for (const { inputs, happened, weight } of observations) {
    const p = sigmoid(linear(inputs, coefficients));
    const [miss, spread] = [weight * ((happened ? 1 : 0) - p), weight * p * (1 - p)];
    for (const [i, x] of inputs.entries()) {
      gradient[i] = (gradient[i] ?? 0) + miss * x;
      const row = information[i] ?? [];
      for (const [j, y] of inputs.entries()) row[j] = (row[j] ?? 0) + spread * x * y;
    }
  }
  return { gradient, information };
}

function linear(inputs: readonly number[], coefficients: readonly number[]): number {
  let sum = 0;
  for (const [i, x] of inputs.entries()) sum += x * (coefficients[i] ?? 0);
  return sum;
}
