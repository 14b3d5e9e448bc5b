import {
  type CalibratedEvidence,
  defaultDependence,
  type EvidenceDependence,
  type ScoreMap,
} from "../../core/index.ts";
import { seededRandom, sigmoid } from "../../math/index.ts";
import {
  brierScore,
  crossFit,
  evidenceDependence,
  fitIsotonic,
  fitLogistic,
  type Interval,
  type LabelledScores,
  logScore,
  pooledAuroc,
  type ReliabilityBin,
  reliabilityCurve,
  reliabilitySlope,
} from "../../stats/index.ts";

/** A turn that a person labelled, as the detectors scored it. */
export interface LabelledTurn extends Omit<LabelledScores, "weight"> {
  /** The conversation it is part of; null where the label does not say. */
  readonly conversation: string | null;
}

/** A number measured on labels that the map had not seen, with its interval over groups. */
export interface HeldOut {
  readonly value: number;
  /** 95 %. */
  readonly interval: Interval;
}

/** How good a fit is; made by cross-fitting, each group by a map that was learned without it. */
export interface FitFigures {
  readonly labels: number;
  readonly turned: number;
  readonly groups: number;
  readonly auroc: HeldOut | null;
  readonly brier: number;
  /** What always saying the share of turned labels would get. */
  readonly brierOfShare: number;
  /** Nats a label; 0 is perfect. */
  readonly logScore: number;
  readonly logScoreOfShare: number;
  /** null where the scores part the two kinds without a miss. */
  readonly slope: HeldOut | null;
  readonly curve: readonly ReliabilityBin[];
  /** Conversations of two or more labelled turns. */
  readonly conversations: number;
  /** Whether the correlation was measured; else it is the documented default. */
  readonly isCorrelationMeasured: boolean;
}

/** What labels say of detectors. */
export interface EvidenceFit {
  readonly evidence: CalibratedEvidence;
  readonly figures: FitFigures;
}

/** What a fit is for. */
export interface FitDesign {
  /** In the order of the scores. */
  readonly detectors: readonly CalibratedEvidence["detectors"][number][];
  readonly map: ScoreMap["kind"];
}

/** Fewest labels of either kind that a map is fitted on. */
const leastLabels = 20;

/** Fewest conversations of two or more turns from which a correlation is told; see docs/methods.md. */
const leastConversations = 10;

/** Nats below which evidence does not part the kinds: an AUROC of 0.53 under normal scores. */
const leastSeparation = 0.01;

/** In one sentence why no map can be fitted on these labels; null where one can. */
export function whyNoFit(rows: readonly Pick<LabelledTurn, "turned" | "group">[]): string | null {
  const kinds = [true, false].map((kind) => rows.filter(({ turned }) => turned === kind));
  const [off = [], on = []] = kinds;
  return whyTooFew(off, "off-profile") ?? whyTooFew(on, "on-profile");
}

function whyTooFew(own: readonly Pick<LabelledTurn, "group">[], name: string): string | null {
  if (own.length < leastLabels) {
    const count =
      own.length === 0 ? `no turn is labelled ${name}` : `only ${own.length} labelled ${name}`;
    return `${count}; a map needs at least ${leastLabels} labels of either kind`;
  }
  if (new Set(own.map(({ group }) => group)).size > 1) return null;
  return `all ${own.length} turns labelled ${name} are of one group, so the map cannot be tried on labels it has not seen; label turns of a second one`;
}

/**
 * Learns how the detectors' scores become evidence, all detectors together, and measures how good that is.
 *
 * Figures come from ten folds of whole groups, or from leaving one group out at a time where a fold would
 * leave one kind only. Probabilities are at the share of turned among the labels. The correlation is measured
 * where ten conversations or more have two labelled turns, else the default stands in; the separation is
 * always measured.
 *
 * @returns null where evidence of turned turns is not 0.01 nats above that of others: nothing was learned
 * @throws RangeError where {@link whyNoFit} has a reason, or as the fits do
 */
export function fitEvidence(
  rows: readonly LabelledTurn[],
  { detectors, map }: FitDesign,
): EvidenceFit | null {
  const reason = whyNoFit(rows);
  if (reason !== null) throw new RangeError(reason);
  const learn = (some: readonly LabelledScores[]) =>
    map === "logistic" ? fitLogistic(some) : fitIsotonic(some);
  const judged = heldOut(rows, learn);
  const { separation } = evidenceDependence(
    judged.map((row) => ({ ...row, conversation: row.group })),
  );
  if (separation === null || separation < leastSeparation) return null;
  const { figures, dependence } = figuresOf(judged, separation);
  const evidence: CalibratedEvidence = {
    detectors: [...detectors],
    map: plain(learn(rows)),
    dependence,
    labels: rows.length,
    brier: figures.brier,
    reliabilitySlope: figures.slope?.value ?? null,
  };
  return { evidence, figures };
}

interface Judged extends LabelledTurn {
  readonly nats: number;
}

type Learn = Parameters<typeof crossFit>[1];

function heldOut(rows: readonly LabelledTurn[], learn: Learn): readonly Judged[] {
  const folded = crossFit(rows, learn);
  const nats = folded.includes(null)
    ? crossFit(rows, learn, { folds: Number.POSITIVE_INFINITY })
    : folded;
  return rows.flatMap((row, index) => {
    const own = nats[index] ?? null;
    return own === null ? [] : [{ ...row, nats: own }];
  });
}

function figuresOf(
  judged: readonly Judged[],
  separation: number,
): { readonly figures: FitFigures; readonly dependence: EvidenceDependence } {
  const turned = judged.filter((row) => row.turned).length;
  const share = turned / judged.length;
  const prior = Math.log(share / (1 - share));
  const forecasts = judged.map((row) => ({
    probability: sigmoid(row.nats + prior),
    logOdds: row.nats + prior,
    happened: row.turned,
    group: row.group,
  }));
  const byShare = forecasts.map(({ happened }) => ({ probability: share, happened }));
  const ranked = judged.map((row) => ({ score: row.nats, turned: row.turned, group: row.group }));
  const area = pooledAuroc(ranked, { random: seededRandom(0) });
  const slope = reliabilitySlope(forecasts);
  const { conversations, correlation } = withinConversations(judged);
  return {
    figures: {
      labels: judged.length,
      turned,
      groups: new Set(judged.map(({ group }) => group)).size,
      auroc: area === null ? null : { value: area.estimate, interval: area.interval },
      brier: brierScore(forecasts),
      brierOfShare: brierScore(byShare),
      logScore: logScore(forecasts),
      logScoreOfShare: logScore(byShare),
      slope: slope === null ? null : { value: slope.slope, interval: slope.slopeInterval },
      curve: reliabilityCurve(forecasts),
      conversations,
      isCorrelationMeasured: correlation !== null,
    },
    dependence: { separation, correlation: correlation ?? defaultDependence.correlation },
  };
}

/** A correlation of 1 would leave a turn no evidence of its own. */
const mostCorrelation = 0.99;

function withinConversations(judged: readonly Judged[]): {
  readonly conversations: number;
  readonly correlation: number | null;
} {
  const named = judged.flatMap((row) =>
    row.conversation === null ? [] : [{ ...row, conversation: row.conversation }],
  );
  const counts = new Map<string, number>();
  for (const { conversation } of named) {
    counts.set(conversation, (counts.get(conversation) ?? 0) + 1);
  }
  const conversations = [...counts.values()].filter((count) => count >= 2).length;
  if (conversations < leastConversations) return { conversations, correlation: null };
  const { correlation } = evidenceDependence(named);
  return {
    conversations,
    correlation: correlation === null ? null : Math.min(mostCorrelation, correlation),
  };
}

/** As JSON holds it. */
function plain(map: ReturnType<Learn>): ScoreMap {
  switch (map.kind) {
    case "logistic":
      return { ...map, slopes: [...map.slopes] };
    case "isotonic":
      return { ...map, knots: map.knots.map(([score, nats]) => [score, nats]) };
  }
}
