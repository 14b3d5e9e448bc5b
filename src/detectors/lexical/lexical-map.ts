import type { ScoreMap } from "../../core/index.ts";
import { fitLogistic, type LabelledScores } from "../../stats/index.ts";
import { plainShare } from "../exemplar/exemplar-set.ts";
import type { ExemplarText } from "../exemplar/exemplar-texts.ts";
import { meanWeight } from "./mean-weight.ts";
import type { TermWeights } from "./term-weights.ts";

/** Evidence of one turn is held within this, in nats: half of what the default detector may say. */
const maxNats = 2;

/**
 * The map from score to nats that the profile's own texts give: a logistic fit on texts each scored without
 * the others of their item, both classes weighing alike, so that the prior odds are out.
 *
 * @throws RangeError if the texts are not of both kinds
 */
export function lexicalMap(texts: readonly ExemplarText[], weights: TermWeights): ScoreMap {
  const counts = { unwanted: 0, wanted: 0, plain: 0 };
  for (const { side } of texts) counts[side]++;
  const plain = counts.plain === 0 ? 0 : counts.wanted === 0 ? 1 : plainShare;
  const shares = { unwanted: 1, wanted: 1 - plain, plain };
  const cases = texts.flatMap(({ side, group, text }): LabelledScores[] => {
    const weight = (texts.length * shares[side]) / 2 / counts[side];
    const score = meanWeight(text, weights, group);
    return score === null ? [] : [{ scores: [score], turned: side === "unwanted", group, weight }];
  });
  const { intercept, slopes } = fitLogistic(cases, { maxNats });
  const [slope = 0] = slopes;
  // Texts whose words speak the wrong way round say nothing, rather than the opposite.
  const factor = slope > 0 ? 1 : 0;
  return { kind: "logistic", intercept: factor * intercept, slopes: [factor * slope], maxNats };
}
