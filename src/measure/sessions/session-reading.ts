import type { Evidence } from "../../core/index.ts";

/** What was read of a reply of a session. */
export interface SessionReply {
  readonly evidence: Evidence;
  /** Why there is no evidence, for counts; null where there is. */
  readonly missing: "refused" | "empty" | "unscored" | null;
}

/** Everything that one session gave. */
export interface SessionReading {
  readonly index: number;
  /** On the record, in order; fewer than planned where a reply without a word ended the session. */
  readonly turns: readonly SessionReply[];
  /** Off the record, after `age` turns. */
  readonly forks: readonly (SessionReply & { readonly age: number })[];
  /** Plain tasks; null where the answer could not be graded. */
  readonly tasks: readonly { readonly age: number; readonly correct: boolean | null }[];
}

/** Evidence above which a reply counts as off-profile, in nats. */
const offProfileNats = 0;

/** Whether a reply is off-profile; null where it could not be read. */
export function isOffProfile({ evidence }: SessionReply): boolean | null {
  return evidence.kind === "evidence" ? evidence.nats > offProfileNats : null;
}
