import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type GuardLogEntry, invalidInput } from "../../core/index.ts";
import { listActionFiles } from "../../stores/index.ts";
import type { Places } from "../environment.ts";

/** One thing that was believed or done, and of which conversation. */
export interface AuditedEntry {
  /** Opaque key, as in logs and traces. */
  readonly conversation: string;
  readonly entry: GuardLogEntry;
}

/** What of the audit is read. */
export interface AuditOptions {
  readonly places: Places;
  /** Of one conversation alone. */
  readonly conversation?: string | undefined;
  readonly onEntry: (entry: AuditedEntry) => void;
}

/**
 * Reads the action log that `turncoat serve` keeps in files, in order, also while it is being written.
 *
 * @returns entries given on
 * @throws TurncoatError `invalid-input` where nothing was served from here; `store` for a damaged log
 */
export async function readAudit({ places, conversation, onEntry }: AuditOptions): Promise<number> {
  const folder = join(places.home, "serve", "log");
  if ((await stat(folder).catch(() => null)) === null) {
    throw invalidInput(
      `there is no action log in ${folder}: start turncoat serve there, or name its folder by TURNCOAT_HOME (with DATABASE_URL the log is in PostgreSQL, schema turncoat)`,
    );
  }
  let count = 0;
  for await (const batch of listActionFiles(folder)) {
    if (conversation !== undefined && batch.conversation !== conversation) continue;
    for (const entry of batch.entries) onEntry({ conversation: batch.conversation, entry });
    count += batch.entries.length;
  }
  return count;
}
