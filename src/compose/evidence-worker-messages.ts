import type { Calibration, Evidence, Failure } from "../core/index.ts";
import type { PullProgress } from "../models/index.ts";
import type { TurnToScore } from "../ports/index.ts";
import type { Places } from "./environment.ts";
import type { EvidenceFacts } from "./evidence-facts.ts";

/** What a worker opens its detectors by. */
export interface WorkerOptions {
  readonly profile: string;
  readonly detectors: readonly string[] | null;
  readonly calibration: Calibration | null;
  readonly threads: number;
  readonly places: Places;
}

/** To a worker. */
export type WorkerRequest =
  | { readonly kind: "read"; readonly turns: readonly TurnToScore[] }
  /** Closes its detectors and ends. */
  | { readonly kind: "close" };

/** From a worker. */
export type WorkerReply =
  | { readonly kind: "ready"; readonly facts: EvidenceFacts }
  /** The detectors could not be opened; the worker ends. */
  | { readonly kind: "failed"; readonly message: string; readonly failure: Failure | null }
  | { readonly kind: "evidence"; readonly evidence: readonly Evidence[] }
  | { readonly kind: "pull"; readonly progress: PullProgress }
  | { readonly kind: "notice"; readonly notice: string };
