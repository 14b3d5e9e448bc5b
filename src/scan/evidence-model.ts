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
}

/**
 * The evidence of one turn from the readings of all detectors. A joint map needs every input, so one
 * detector that could not read the turn leaves it unscored, with that detector's reason.
 */
export function evidenceOf(readings: readonly TurnReading[], map: ScoreMap): Evidence {
  const missing = readings.find((reading): reading is Unscored => reading.kind === "unscored");
  if (missing !== undefined) return missing;
  const scores = readings.flatMap((reading) => (reading.kind === "scored" ? [reading.score] : []));
  return { kind: "evidence", nats: natsOf(map, scores) };
}
