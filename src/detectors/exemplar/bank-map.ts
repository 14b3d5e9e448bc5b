import type { ScoreMap } from "../../core/index.ts";
import { quantile } from "../../math/index.ts";
import { fitLogistic, type LabelledScores } from "../../stats/index.ts";
import { densityRatio, type ExemplarSet, kernels, plainShare } from "./exemplar-set.ts";

/** What a profile says of its own detector before any real reply was seen. */
export interface BankMap {
  readonly map: ScoreMap;
  /** Median score of the unwanted exemplars, each scored without its own item. */
  readonly typicalUnwanted: number;
}

/**
 * Real replies are means over several sentences, bank replies are one or two: scores of real replies
 * scatter less, so the same distance is stronger evidence. How much stronger was read off the labelled
 * development set; docs/validity.md has the figure that each question gets from the others.
 */
const stretch = 2.3;

/** Evidence of one turn is held within this, in nats. */
const maxNats = 4;

/** Two parameters need no more, and a start should not have to wait for all pairs of exemplars. */
const mostOfAKind = 60;

/**
 * The map from score to nats that the profile's own exemplars give: a logistic fit on exemplars that are
 * each scored without the others of their item, both classes weighing alike (so the prior odds are out),
 * within the on-profile one as {@link densityRatio} mixes it; slope and intercept times 2.3.
 *
 * Of each side and source at most 60 are scored. Linear in the exemplars times the width.
 *
 * @throws RangeError if the unwanted exemplars all belong to one item
 */
export function bankMap(set: ExemplarSet): BankMap {
  const cases = leftOutScores(set);
  const unwanted = cases.flatMap(({ turned, scores }) => (turned ? scores : []));
  if (unwanted.length === 0) throw new RangeError("exemplars of a single item cannot be compared");
  const { intercept, slopes } = fitLogistic(cases, { maxNats });
  const [slope = 0] = slopes;
  // A bank whose sides the embedder sees the wrong way round says nothing, rather than the opposite.
  const factor = slope > 0 ? stretch : 0;
  return {
    map: { kind: "logistic", intercept: factor * intercept, slopes: [factor * slope], maxNats },
    typicalUnwanted: quantile(unwanted, 0.5),
  };
}

function leftOutScores(set: ExemplarSet): readonly LabelledScores[] {
  const scored = spread(set.texts).flatMap((row) => {
    const text = set.texts[row];
    const own = set.vectors.subarray(row * set.width, (row + 1) * set.width);
    const score = densityRatio(set, kernels(set, own), text?.group ?? null);
    return text === undefined || score === null ? [] : [{ ...text, score }];
  });
  const count = (side: string, source: string) =>
    scored.filter((one) => one.side === side && one.source === source).length;
  const sources = (side: string) => ["list", "bank"].filter((source) => count(side, source) > 0);
  const shares = sideShares(sources("wanted").length > 0, sources("plain").length > 0);
  // Weights sum to the number of cases, so that a fit's ridge means what it says.
  const unit = scored.length / 2;
  return scored.map(({ side, source, group, score }) => ({
    scores: [score],
    turned: side === "unwanted",
    group,
    weight: (unit * shares[side]) / sources(side).length / count(side, source),
  }));
}

/** Rows of at most {@link mostOfAKind} texts of each side and source, evenly spread over them. */
function spread(texts: ExemplarSet["texts"]): readonly number[] {
  const kinds = new Map<string, number[]>();
  for (const [row, { side, source }] of texts.entries()) {
    const key = `${side} ${source}`;
    const rows = kinds.get(key);
    if (rows === undefined) kinds.set(key, [row]);
    else rows.push(row);
  }
  return [...kinds.values()].flatMap((rows) => {
    const step = Math.max(1, rows.length / mostOfAKind);
    const places = Math.min(rows.length, mostOfAKind);
    return Array.from({ length: places }, (_, place) => rows[Math.floor(place * step)] ?? 0);
  });
}

/** How much a side's cases weigh together; the two classes weigh 1 each. */
function sideShares(
  hasWanted: boolean,
  hasPlain: boolean,
): Readonly<Record<"unwanted" | "wanted" | "plain", number>> {
  const plain = hasPlain ? (hasWanted ? plainShare : 1) : 0;
  return { unwanted: 1, wanted: 1 - plain, plain };
}
