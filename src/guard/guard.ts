import type { WireMessage } from "../contain/index.ts";
import type { Belief, Edit, Evidence, GuardAction, TranscriptMessage } from "../core/index.ts";

/** Whether the guard may change anything: `observe` says what it would have done. */
export type GuardMode = "observe" | "enforce";

/** A conversation as it stands when a request comes in. */
export interface GuardedConversation {
  /** Whose: nothing is shared between tenants. */
  readonly tenant: string;
  /** The client's own name for the conversation, or null: then its first messages name it. */
  readonly session: string | null;
  /** As the client sent it, before any edit. */
  readonly messages: readonly WireMessage[];
  /** Evidence of turns that came before `messages` and that the vendor keeps; empty elsewhere. */
  readonly earlier: readonly Evidence[];
  /** Whether edits can be made: false for hooks, and where the vendor keeps the history. */
  readonly isEditable: boolean;
}

/** What is believed now, and from how much. */
export interface GuardBelief {
  readonly belief: Belief;
  /** P(turned was ever entered). */
  readonly flipProbability: number;
  /** Index in `messages` of the assistant message at which it most probably turned; null if before them. */
  readonly flipAt: number | null;
  /** Assistant turns with evidence, and without; those without count neither way. */
  readonly scored: number;
  readonly unscored: number;
  /** False where defaults stood in for a calibration of this subject. */
  readonly isCalibrated: boolean;
}

/** What to send on, decided and logged. */
export interface Preparation {
  /** Opaque key of the conversation in the log. */
  readonly key: string;
  /** {@link Guard.id} of the guard that prepared it, which what follows belongs to. */
  readonly guard: string;
  /** Every edit in force, old ones first, as they must be applied to this request. */
  readonly edits: readonly Edit[];
  /** `null` when no turn has been read yet. */
  readonly belief: GuardBelief | null;
  /** What was newly done, or would have been in `propose`. */
  readonly action: GuardAction;
  /** One sentence for people; empty for `none`. */
  readonly why: string;
  /** What a rewind or clear leaves behind: tools that have acted, memory files. */
  readonly survives: readonly string[];
  /** Milliseconds that reading turns took; 0 where all were known. */
  readonly scoringMs: number;
}

/** What a pending reply is. */
export interface Judgement {
  readonly verdict: "pass" | "hold";
  /** P(off-profile) of the reply itself; `null` where it could not be read. */
  readonly probability: number | null;
  /** Why it could not be read; `null` where it was. */
  readonly unscored: string | null;
  readonly evidence: readonly Evidence[];
  readonly scoringMs: number;
}

/** How a held reply ended. */
export interface HeldReply {
  readonly attempt: number;
  readonly judgement: Judgement;
  readonly outcome: "regenerated" | "cut" | "withheld" | "released";
  readonly text: string;
}

/**
 * The one core that the gateway, the middlewares and the hooks share: from a transcript to a belief, from a
 * belief to an action, from an action to edits that hold for the rest of the conversation.
 */
export interface Guard {
  /** Digest of all that decides: profile, calibration, policy, detectors. */
  readonly id: string;
  /** How many times a held reply is drawn again before it is withheld. */
  readonly mostAttempts: number;
  /** Text that authorises the slip, for drawing a held reply again; the profile's. */
  readonly inoculation: string;
  /**
   * Called before a request goes on. In `observe` nothing is waited for: belief is what is known by now and
   * no new edit is made (edits already in force still are applied). In `enforce` unread turns are read first.
   *
   * @throws TurncoatError `cancelled` when the signal aborts; `store` where an edit is in force or due and the
   *   log cannot say or keep it
   */
  prepare(
    conversation: GuardedConversation,
    options: { readonly mode: GuardMode; readonly signal?: AbortSignal },
  ): Promise<Preparation>;
  /**
   * Reads a reply that has not left yet, or the part of it that is there.
   *
   * @param reply  the assistant's messages of the pending reply, in order
   */
  judge(
    conversation: GuardedConversation,
    reply: readonly TranscriptMessage[],
    options: { readonly signal?: AbortSignal },
  ): Promise<Judgement>;
  /**
   * Edits for drawing a held reply again: the tail inoculated, from the second time on what may have turned the model
   * left out. They hold only for that request until logged by {@link held}.
   *
   * @param attempt  from 1
   */
  regeneration(
    conversation: GuardedConversation,
    preparation: Preparation,
    attempt: number,
  ): readonly Edit[];
  /** Logs a held reply and, where the reply drawn again was sent, the edits that it was drawn with. */
  held(
    conversation: GuardedConversation,
    preparation: Preparation,
    held: HeldReply & { readonly edits: readonly Edit[] },
  ): Promise<void>;
  /**
   * Called when a reply has left: reads it if nobody has, audits what is believed, may fork. Never awaited by
   * the reply itself.
   *
   * @param reply  with links, as the client will send it again
   * @param facts  `judgement` where the reply was judged; null leaves reading it to this call
   * @returns resolves when all is done, and never rejects: a failure is an event
   */
  settle(
    conversation: GuardedConversation,
    reply: readonly WireMessage[],
    facts: { readonly preparation: Preparation; readonly judgement: Judgement | null },
  ): Promise<void>;
}

/** What a guard tells whoever counts: metrics, logs and traces are made from it. */
export type GuardEvent =
  | {
      readonly kind: "turns-scored";
      readonly turns: number;
      readonly unscored: number;
      readonly ms: number;
    }
  | { readonly kind: "turns-shed"; readonly turns: number }
  | {
      readonly kind: "belief-updated";
      readonly belief: GuardBelief;
      readonly session: string | null;
    }
  | { readonly kind: "action-taken"; readonly action: GuardAction; readonly mode: GuardMode }
  | { readonly kind: "reply-held"; readonly outcome: HeldReply["outcome"] }
  | {
      readonly kind: "store-failed";
      readonly operation: "read" | "append";
      readonly reason: string;
    }
  | {
      readonly kind: "forks-drawn";
      readonly forks: number;
      readonly missing: number;
      readonly tokens: number;
    }
  | { readonly kind: "history-shortened"; readonly turns: number };
