import { type TurnReading, textOf } from "../core/index.ts";
import type { Detector, ScoreCache, TurnToScore } from "../ports/index.ts";

/** What a scorer needs beside the detectors. */
export interface TurnScorerOptions {
  /** Readings of deterministic detectors; the others are asked anew each time. */
  readonly cache: ScoreCache;
  readonly signal?: AbortSignal | undefined;
}

/** The readings of one turn. */
export interface ScoredTurn {
  /** One a detector, in their order. */
  readonly readings: readonly TurnReading[];
  /** Whether no detector had to be asked. */
  readonly isCached: boolean;
}

/**
 * Scores turns with every detector, asking each only for what the cache does not hold, and once for turns
 * that are the same to it.
 *
 * @throws TurncoatError when a detector cannot work at all, or the signal aborts
 */
export async function scoreTurns(
  turns: readonly TurnToScore[],
  detectors: readonly Detector[],
  options: TurnScorerOptions,
): Promise<readonly ScoredTurn[]> {
  const columns: Column[] = [];
  for (const detector of detectors) columns.push(await readColumn(turns, detector, options));
  return turns.map((_, index) => ({
    readings: columns.map(({ readings }) => readings[index] ?? notRead),
    isCached: columns.every(({ asked }) => !asked.has(index)),
  }));
}

/** Stands for a reading that a detector should have given and did not: a fault of the detector. */
const notRead: TurnReading = { kind: "unscored", reason: "the detector gave no reading" };

interface Column {
  readonly readings: readonly TurnReading[];
  /** Indices of the turns that the detector was asked about. */
  readonly asked: ReadonlySet<number>;
}

async function readColumn(
  turns: readonly TurnToScore[],
  detector: Detector,
  options: TurnScorerOptions,
): Promise<Column> {
  const keyed = turns.map((turn) => ({
    turn,
    key: `${detector.id}\0${detector.version}\0${detector.keyOf(turn)}`,
    text: textOf(turn.path[turn.at] ?? { parts: [] }),
  }));
  const { found, wanted } = lookUp(keyed, detector, options.cache);
  const asked = [...wanted.values()];
  const fresh = await detector.score(
    asked.map(({ turn }) => turn),
    { signal: options.signal },
  );
  for (const [place, { key, text }] of asked.entries()) {
    const reading = fresh[place];
    found.set(key, reading ?? notRead);
    if (reading !== undefined && detector.isDeterministic) options.cache.put(key, text, reading);
  }
  return {
    readings: keyed.map(({ key }) => found.get(key) ?? notRead),
    asked: new Set(keyed.flatMap(({ key }, index) => (wanted.has(key) ? [index] : []))),
  };
}

interface KeyedTurn {
  readonly turn: TurnToScore;
  readonly key: string;
  readonly text: string;
}

/** What the cache holds, and one turn for each key that it does not. */
function lookUp(
  keyed: readonly KeyedTurn[],
  { isDeterministic }: Detector,
  cache: ScoreCache,
): { readonly found: Map<string, TurnReading>; readonly wanted: Map<string, KeyedTurn> } {
  const found = new Map<string, TurnReading>();
  const wanted = new Map<string, KeyedTurn>();
  for (const one of keyed) {
    if (found.has(one.key) || wanted.has(one.key)) continue;
    const kept = isDeterministic ? cache.get(one.key, one.text) : null;
    if (kept === null) wanted.set(one.key, one);
    else found.set(one.key, kept);
  }
  return { found, wanted };
}
