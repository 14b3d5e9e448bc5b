import type { ActionBatch, AuditLog } from "../ports/index.ts";

/** An action log that what was kept elsewhere meanwhile can be played back into. */
export interface ReplayableLog extends AuditLog {
  /** Names the log for people, without credentials. */
  readonly store: string;
  /** As `read`, by append. @throws TurncoatError `store` */
  readBatches(conversation: string): Promise<readonly ActionBatch[]>;
  /**
   * Appends in order, all or none, leaving out whatever id is there already; durable once it resolves. So a
   * call whose outcome is unknown is simply repeated.
   *
   * @throws TurncoatError `store`
   */
  appendBatches(batches: readonly ActionBatch[]): Promise<void>;
}
