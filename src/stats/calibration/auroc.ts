import { normalCdf, quantile, type Random, tQuantile } from "../../math/index.ts";
import { inferMean } from "../infer-mean.ts";
import { type Inference, type Interval, requireLevel } from "../inference.ts";
import { requireResamples } from "../resamples.ts";

/** One score whose truth is known. */
export interface RankedScore {
  /** Finite; higher should mean turned. */
  readonly score: number;
  readonly turned: boolean;
  /** Question, item or conversation: resampled whole. */
  readonly group: string;
}

/**
 * Probability that a turned one scores above another, ties counted half: area under the ROC curve.
 *
 * Source: Mann and Whitney 1947, https://doi.org/10.1214/aoms/1177730491. O(n log n).
 *
 * @returns in [0, 1]; null where one kind is missing
 * @throws RangeError if a score is not finite
 */
export function auroc(rows: readonly Omit<RankedScore, "group">[]): number | null {
  return rankedArea(sortedByScore(rows), () => 1);
}

/** An area and its interval; what it is an area over. */
export interface PooledAuroc {
  readonly estimate: number;
  /** Cluster bootstrap. */
  readonly interval: Interval;
  readonly groups: number;
  readonly n: number;
}

/** How an interval is drawn. */
export interface AurocOptions {
  readonly random: Random;
  /** At least 100. @default 2000 */
  readonly resamples?: number;
  /** Coverage, strictly between 0 and 1. @default 0.95 */
  readonly level?: number;
}

/**
 * Area over all pairs, those of different groups too, with an interval that resamples whole groups.
 *
 * Source: cluster bootstrap, Davison and Hinkley 1997, section 3.8. Deviation: the percentiles are those of
 * √(G/(G − 1)) times the t quantile, after Hesterberg 2015, https://doi.org/10.1080/00031305.2015.1089789. Resamples that
 * lack one kind are left out.
 * Known failure: too short with few groups; simulated with groups of 2 to 11, 95 % intervals covered 90 % of the time
 * with 15 groups, 93 to 95 % with 25 to 80.
 *
 * @returns null where one kind is missing, or there are not two groups
 * @throws RangeError if a score is not finite or an option is out of range
 */
export function pooledAuroc(
  rows: readonly RankedScore[],
  { random, resamples = 2000, level = 0.95 }: AurocOptions,
): PooledAuroc | null {
  requireLevel(level);
  requireResamples(resamples);
  const names = [...new Set(rows.map(({ group }) => group))];
  const sorted = sortedByScore(rows);
  const estimate = rankedArea(sorted, () => 1);
  if (estimate === null || names.length < 2) return null;
  const areas: number[] = [];
  for (let sample = 0; sample < resamples; sample++) {
    const drawn = new Map<string, number>();
    for (let draw = 0; draw < names.length; draw++) {
      const name = names[Math.floor(random() * names.length)] ?? "";
      drawn.set(name, (drawn.get(name) ?? 0) + 1);
    }
    const area = rankedArea(sorted, ({ group }) => drawn.get(group) ?? 0);
    if (area !== null) areas.push(area);
  }
  const at = (p: number) => (areas.length === 0 ? estimate : quantile(areas, p));
  const count = names.length;
  const reach = Math.sqrt(count / (count - 1)) * tQuantile((1 + level) / 2, count - 1);
  const interval = { low: at(normalCdf(-reach)), high: at(normalCdf(reach)) };
  return { estimate, interval, groups: names.length, n: rows.length };
}

/** Areas within groups: what a detector tells apart when the question is the same. */
export interface WithinAuroc {
  /** Unweighted mean over groups; Student's t below 20 groups, BCa bootstrap of groups from 20 on. */
  readonly inference: Inference;
  /** Area of each group that has both kinds, by name. */
  readonly byGroup: ReadonlyMap<string, number>;
  /** Groups that have one kind only. */
  readonly leftOut: number;
}

/**
 * Area within each group, averaged over groups alike: question difficulty cannot help or hurt.
 *
 * @returns null where no group has both kinds
 * @throws RangeError if a score is not finite or `resamples` is out of range
 */
export function withinAuroc(
  rows: readonly RankedScore[],
  { random, resamples = 2000 }: Omit<AurocOptions, "level">,
): WithinAuroc | null {
  const members = new Map<string, RankedScore[]>();
  for (const row of rows) {
    const known = members.get(row.group);
    if (known === undefined) members.set(row.group, [row]);
    else known.push(row);
  }
  const byGroup = new Map<string, number>();
  for (const [name, own] of members) {
    const area = auroc(own);
    if (area !== null) byGroup.set(name, area);
  }
  if (byGroup.size === 0) return null;
  const inference = inferMean([...byGroup.values()], { random, resamples });
  return { inference, byGroup, leftOut: members.size - byGroup.size };
}

type Scored = Omit<RankedScore, "group">;

function sortedByScore<Row extends Scored>(rows: readonly Row[]): Row[] {
  const broken = rows.find(({ score }) => !Number.isFinite(score));
  if (broken !== undefined) throw new RangeError(`a score must be finite, not ${broken.score}`);
  return rows.toSorted((a, b) => a.score - b.score);
}

/** Area by one walk up the scores; each row counts as often as it weighs. */
function rankedArea<Row extends Scored>(
  sorted: readonly Row[],
  weightOf: (row: Row) => number,
): number | null {
  let [pairs, turned, loyal] = [0, 0, 0];
  let [tiedTurned, tiedLoyal] = [0, 0];
  const close = () => {
    pairs += tiedTurned * (loyal + tiedLoyal / 2);
    turned += tiedTurned;
    loyal += tiedLoyal;
    [tiedTurned, tiedLoyal] = [0, 0];
  };
  for (const [index, row] of sorted.entries()) {
    if (index > 0 && row.score !== sorted[index - 1]?.score) close();
    if (row.turned) tiedTurned += weightOf(row);
    else tiedLoyal += weightOf(row);
  }
  close();
  return turned === 0 || loyal === 0 ? null : pairs / (turned * loyal);
}
