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
