import type {
  Evidence,
  EvidenceDependence,
  ScoreMap,
  TurnReading,
  Unscored,
} from "../core/index.ts";
import { natsOf } from "../measure/index.ts";
import type { Detector } from "../ports/index.ts";

/** How turns become evidence: detectors, and the map from their scores to nats. */
export interface EvidenceModel {
  /** In the order of the map's inputs; never empty. */
  readonly detectors: readonly Detector[];
  readonly map: ScoreMap;
  readonly dependence: EvidenceDependence;
  /** Detectors of something else than the map's, which speak seldom: their nats are added where they do. */
  readonly extras?: readonly ExtraEvidence[] | undefined;
}

/** A detector whose evidence is added, with its own map. */
export interface ExtraEvidence {
  readonly detector: Detector;
  /** Of this detector's score alone. */
  readonly map: ScoreMap;
}

/** All that read a turn: the map's detectors in order, then the extras. */
export function detectorsOf({ detectors, extras = [] }: EvidenceModel): readonly Detector[] {
  return [...detectors, ...extras.map(({ detector }) => detector)];
}

/**
 * The evidence of one turn from the readings of all that {@link detectorsOf} names. A joint map needs every
 * input, so one of its detectors that could not read the turn leaves it unscored, with that detector's
 * reason, unless an extra speaks. An extra that does not speak changes nothing.
 */
export function evidenceOf(
  readings: readonly TurnReading[],
  { detectors, map, extras = [] }: Pick<EvidenceModel, "detectors" | "map" | "extras">,
): Evidence {
  const main = mainEvidence(readings.slice(0, detectors.length), map);
  const added = addedNats(readings.slice(detectors.length), extras).filter((nats) => nats !== null);
  if (added.length === 0) return main;
  const own = main.kind === "evidence" ? main.nats : 0;
  return { kind: "evidence", nats: added.reduce((sum, nats) => sum + nats, own) };
}

/**
 * What each reading of a turn says, in nats: those of the map say it together, each extra for itself.
 *
 * @returns one a reading; `null` where it says nothing
 */
export function natsOfReadings(
  readings: readonly TurnReading[],
  { detectors, map, extras = [] }: Pick<EvidenceModel, "detectors" | "map" | "extras">,
): readonly (number | null)[] {
  const main = mainEvidence(readings.slice(0, detectors.length), map);
  const together = main.kind === "evidence" ? main.nats : null;
  return [...detectors.map(() => together), ...addedNats(readings.slice(detectors.length), extras)];
}

function addedNats(
  readings: readonly TurnReading[],
  extras: readonly ExtraEvidence[],
): readonly (number | null)[] {
  return extras.map(({ map }, index) => {
    const reading = readings[index];
    return reading?.kind === "scored" ? natsOf(map, [reading.score]) : null;
  });
}

function mainEvidence(readings: readonly TurnReading[], map: ScoreMap): Evidence {
  const missing = readings.find((reading): reading is Unscored => reading.kind === "unscored");
  if (missing !== undefined) return missing;
  const scores = readings.flatMap((reading) => (reading.kind === "scored" ? [reading.score] : []));
  return { kind: "evidence", nats: natsOf(map, scores) };
}
