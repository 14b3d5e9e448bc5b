import type { GuardLogEntry } from "../core/index.ts";

/**
 * What was believed and done, per conversation: append-only. Edits stand in it before the reply leaves, so
 * that every later request is edited alike.
 */
export interface ActionLog extends AsyncDisposable {
  /**
   * Entries of a conversation in the order in which they were appended; none for one that is not known.
   *
   * @param conversation  opaque key, tenant included
   * @throws TurncoatError `store` when the log cannot be read
   */
  read(conversation: string): Promise<readonly GuardLogEntry[]>;
  /**
   * Appends all or none; durable once it resolves.
   *
   * @throws TurncoatError `store` when it cannot be kept
   */
  append(conversation: string, entries: readonly GuardLogEntry[]): Promise<void>;
  /** Whether it can be written now; a sentence with the reason where it cannot. */
  check(): Promise<string | null>;
}

/** What one append added to a conversation. */
export interface ActionBatch {
  /** Unlike that of any other append, in any process. */
  readonly id: string;
  readonly conversation: string;
  readonly entries: readonly GuardLogEntry[];
}

/** An action log that can be read as a whole. */
export interface AuditLog extends ActionLog {
  /**
   * Every append so far, in order, a bounded number of them in memory at a time. Later ones may be left out.
   *
   * @throws TurncoatError `store` when the log cannot be read
   */
  list(): AsyncIterable<ActionBatch>;
}
