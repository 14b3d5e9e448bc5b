import type { Digest, Policy } from "../contain/index.ts";
import type { Calibration, EvidenceDependence } from "../core/index.ts";
import type { ActionLog, EvidenceCache, EvidenceReader } from "../ports/index.ts";
import type { ForkParts } from "./fork-parts.ts";
import type { GuardEvent } from "./guard.ts";

/** How much of what was said is kept beside what is believed of it. */
export type StoreContent = "off" | "hash" | "full";

/** The high-water mark: belief is not lowered by leaving turns out; see `highWater`. */
export interface HighWaterRule {
  /** On-profile turns, read and sent by us after the missing one, after which it is let go. At least 1. */
  readonly releaseAfterTurns: number;
}

/** Everything that a guard is made of. Effects, time and keys come in here. */
export interface GuardParts {
  /** Digest of all that decides: profile, calibration, policy, detectors. */
  readonly id: string;
  readonly reader: EvidenceReader;
  readonly cache: EvidenceCache;
  readonly log: ActionLog;
  /** `null`: nothing is asked off the record. */
  readonly forks: ForkParts | null;
  readonly policy: Policy;
  readonly calibration: Calibration;
  readonly dependence: EvidenceDependence;
  /** Whether `calibration` is of this subject. */
  readonly isCalibrated: boolean;
  /** Text that authorises the slip; the profile's. */
  readonly inoculation: string;
  /** Keyed by the installation. */
  readonly digest: Digest;
  /** Milliseconds since 1970. */
  now(): number;
  readonly storeContent: StoreContent;
  /** See {@link guardDefaults}. At least 0. */
  readonly mostAttempts: number;
  /**
   * What enforcing does when the log cannot be read, or cannot keep an edit: `closed` refuses the request,
   * `open` lets it go on with the edits that this process knows and makes no new one. Observing is always open.
   */
  readonly onStoreDown: "open" | "closed";
  /** `null`: off, since people rewind for good reasons. */
  readonly highWater: HighWaterRule | null;
  /** Called for everything that is worth counting; must not throw. */
  onEvent(event: GuardEvent): void;
}

/**
 * What holds where nobody says otherwise. Enforcing is a promise, so it fails closed when it cannot know what was
 * done before; nothing that was said is kept.
 */
export const guardDefaults = {
  mostAttempts: 2,
  onStoreDown: "closed",
  storeContent: "off",
  highWater: null,
} as const satisfies Partial<GuardParts>;
