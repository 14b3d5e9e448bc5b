import type { Profile, ScoreMap } from "../core/index.ts";
import type { Detector, Embedder } from "../ports/index.ts";

/** What a detector may be made of. What has to be loaded or connected to is opened only when asked for. */
export interface DetectorResources {
  readonly profile: Profile;
  /** What follows the first colon of the name that a user gave; `null` where nothing does. */
  readonly argument: string | null;
  readonly signal?: AbortSignal | undefined;
  /** Stays the giver's to dispose of; the same one each time. */
  openEmbedder(): Promise<Embedder>;
}

/** A detector that is ready. */
export interface OpenedDetector {
  readonly detector: Detector;
  /**
   * How its score becomes nats without any calibration, prior odds removed; `null` for a detector that
   * knows no such map and works only with a calibration.
   */
  readonly map: ScoreMap | null;
}

/** One way to detect: what a line of the list of detectors names. */
export interface DetectorKind {
  /** What users name it by; kebab-case. */
  readonly id: string;
  /** One line for people. */
  readonly about: string;
  /** @throws TurncoatError when what it needs cannot be had, or its argument makes no sense */
  open(resources: DetectorResources): Promise<OpenedDetector>;
}
