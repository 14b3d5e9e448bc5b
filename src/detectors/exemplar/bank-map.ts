import type { ScoreMap } from "../../core/index.ts";
import { quantile } from "../../math/index.ts";
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

/** Weak prior on the slope, so that a bank that separates perfectly keeps a finite one. */
const ridge = 0.01;

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
  const unwanted = cases.flatMap(({ isUnwanted, score }) => (isUnwanted ? [score] : []));
  if (unwanted.length === 0) throw new RangeError("exemplars of a single item cannot be compared");
  const { intercept, slope } = logisticLine(cases);
  return {
    map: {
      kind: "logistic",
      intercept: stretch * intercept,
      slopes: [stretch * slope],
      maxNats,
    },
    typicalUnwanted: quantile(unwanted, 0.5),
  };
}

interface Case {
  readonly score: number;
  readonly isUnwanted: boolean;
  readonly weight: number;
}

function leftOutScores(set: ExemplarSet): readonly Case[] {
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
  return scored.map(({ side, source, score }) => ({
    score,
    isUnwanted: side === "unwanted",
    weight: shares[side] / sources(side).length / count(side, source),
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

/** Weighted logistic regression on one number, by Newton's method; the slope is never below 0. */
function logisticLine(cases: readonly Case[]): {
  readonly intercept: number;
  readonly slope: number;
} {
  let intercept = 0;
  let slope = 0;
  for (let round = 0; round < 100; round++) {
    const step = newtonStep(cases, intercept, slope);
    intercept += step.intercept;
    slope += step.slope;
    if (Math.abs(step.intercept) + Math.abs(step.slope) < 1e-10) break;
  }
  // A bank whose sides the embedder sees the wrong way round says nothing, rather than the opposite.
  return slope > 0 ? { intercept, slope } : { intercept: 0, slope: 0 };
}

function newtonStep(
  cases: readonly Case[],
  intercept: number,
  slope: number,
): { readonly intercept: number; readonly slope: number } {
  let pullIntercept = 0;
  let pullSlope = -ridge * slope;
  let bendIntercept = 1e-9;
  let bendBoth = 0;
  let bendSlope = ridge;
  for (const { score, isUnwanted, weight } of cases) {
    const probability = 1 / (1 + Math.exp(-(intercept + slope * score)));
    const miss = weight * ((isUnwanted ? 1 : 0) - probability);
    const bend = weight * probability * (1 - probability);
    pullIntercept += miss;
    pullSlope += miss * score;
    bendIntercept += bend;
    bendBoth += bend * score;
    bendSlope += bend * score * score;
  }
  const determinant = bendIntercept * bendSlope - bendBoth * bendBoth;
  return {
    intercept: atMost(2, (bendSlope * pullIntercept - bendBoth * pullSlope) / determinant),
    slope: atMost(5, (bendIntercept * pullSlope - bendBoth * pullIntercept) / determinant),
  };
}

/** Far from the optimum a full Newton step can overshoot and never come back. */
function atMost(limit: number, step: number): number {
  return Math.max(-limit, Math.min(limit, step));
}
