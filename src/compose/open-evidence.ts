import { type Calibration, invalidInput } from "../core/index.ts";
import type { PullProgress } from "../models/index.ts";
import type { EvidenceModel } from "../scan/index.ts";
import type { Places } from "./environment.ts";
import { loadProfile } from "./load-profile.ts";
import { openDetector } from "./open-detector.ts";

/** What evidence is made from. */
export interface EvidenceOptions {
  readonly profile: string;
  /** Ids of detectors; `null` takes the calibration's, or `exemplar`. */
  readonly detectors: readonly string[] | null;
  readonly calibration: Calibration | null;
  readonly threads: number;
  readonly places: Places;
  readonly signal: AbortSignal;
  onPull(progress: PullProgress): void;
  onNotice(notice: string): void;
}

/** Detectors that are ready, with the map from their scores to nats. */
export interface EvidenceFound extends AsyncDisposable {
  readonly model: EvidenceModel;
  /** Whether the map comes from the calibration that was given. */
  readonly isCalibrated: boolean;
  /** Names the detectors and all that decides their scores; what caches are told apart by. */
  readonly version: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/**
 * Opens the detectors and settles how their scores become evidence: by the calibration where its detectors
 * are the ones that run, else by the map that the profile's own bank gives.
 *
 * @throws TurncoatError `invalid-input` for detectors without a map of their own; else as they say
 */
export async function openEvidence(options: EvidenceOptions): Promise<EvidenceFound> {
  throw invalidInput("not wired", [options.profile]);
}
