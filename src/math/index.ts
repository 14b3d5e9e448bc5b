export { betaQuantile, normalCdf, normalQuantile, tCdf, tQuantile } from "./distributions.ts";
export { drawBeta, drawNormal } from "./draw.ts";
export { requireFinite } from "./finite.ts";
export { mean } from "./mean.ts";
export { quantile } from "./quantile.ts";
export { type Random, seededRandom, seedFor, shuffled } from "./random.ts";
export { variance } from "./variance.ts";
