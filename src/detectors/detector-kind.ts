import type { Profile, ScoreMap } from "../core/index.ts";
import type { ChatModel, Detector, Embedder, Scorer, TurnToScore } from "../ports/index.ts";

/** A chat model that is ready, for detectors that ask one. */
export interface DetectorChat {
  readonly chat: ChatModel;
  /** Changes with the weights or the address. */
  readonly fingerprint: string;
  /** Whether the same request at temperature 0 always gets the same reply. */
  readonly isDeterministic: boolean;
}

/** A model that scores given replies, for detectors that compare contexts. */
export interface DetectorScorer {
  readonly scorer: Scorer;
  /** Changes with the weights. */
  readonly fingerprint: string;
}

/**
 * What a detector may be made of. What has to be loaded or connected to is opened only when asked for, and
 * stays the giver's to dispose of.
 */
export interface DetectorResources {
  readonly profile: Profile;
  /** What follows the first colon of the name that a user gave; `null` where nothing does. */
  readonly argument: string | null;
  readonly signal?: AbortSignal | undefined;
  /** The same one each time. */
  openEmbedder(): Promise<Embedder>;
  /** @param spec  as models are named, e.g. `openai:MODEL` */
  openChat(spec: string): Promise<DetectorChat>;
  /**
   * @param spec  as models are named, e.g. `embedded:smollm2`
   * @throws TurncoatError `invalid-input` for a model that gives no log-probabilities
   */
  openScorer(spec: string): Promise<DetectorScorer>;
  /** What a user's ES module exports, by name. */
  openModule(path: string): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Sends JSON to a URL that the user named, and no other, and returns the JSON of the answer.
   *
   * @throws TurncoatError `remote` when there is no such answer
   */
  postJson(
    url: string,
    body: unknown,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<unknown>;
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
  /**
   * What it reads. Detectors of the wording see the same thing and need a calibration that fits them
   * together; one of the deeds (what tools gave back, against what is said of it) is about something else,
   * speaks seldom, and its nats are added.
   */
  readonly subject: "wording" | "deeds";
  /**
   * Indices, rising, of the messages in a turn's path that decide its reading, its own included. A path of
   * these, or of these and others of the same path, has the same key and reading, so that no more than these
   * need be sent to another thread.
   */
  messagesRead(turn: TurnToScore): readonly number[];
  /** @throws TurncoatError when what it needs cannot be had, or its argument makes no sense */
  open(resources: DetectorResources): Promise<OpenedDetector>;
}
