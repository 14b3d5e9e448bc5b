import type { ScoreMap } from "../core/index.ts";
import { mappedNats } from "../stats/index.ts";

/**
 * What the scores of one turn say of it, as a log-likelihood ratio in nats: above 0 speaks for turned.
 *
 * @param scores  one a detector, in the order of the map's inputs
 * @throws RangeError if the scores are not as many as the map takes, or one is not finite
 */
export function natsOf(map: ScoreMap, scores: readonly number[]): number {
  return mappedNats(map, scores);
}
