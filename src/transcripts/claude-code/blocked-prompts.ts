import { textOf } from "../../core/index.ts";
import type { SessionEntry } from "./session-entry.ts";

/** Prompts that a hook blocked, so that the model never saw them. */
export interface Blocked {
  readonly prompts: ReadonlySet<SessionEntry>;
  /** The lines that report a block of one of them. */
  readonly reports: ReadonlySet<SessionEntry>;
}

/**
 * Pairs prompts with the lines that report their block: such a line names the prompt as its parent, or repeats
 * its text, before the model has answered.
 */
export function blockedPrompts(entries: readonly SessionEntry[]): Blocked {
  const prompts = new Set<SessionEntry>();
  const reports = new Set<SessionEntry>();
  let unanswered: MessageEntry | null = null;
  for (const entry of entries) {
    if (entry.kind === "message") unanswered = unansweredAfter(entry, unanswered);
    if (unanswered === null || !isReportOf(entry, unanswered)) continue;
    prompts.add(unanswered);
    reports.add(entry);
  }
  return { prompts, reports };
}

type MessageEntry = SessionEntry & { readonly kind: "message" };

function unansweredAfter(entry: MessageEntry, before: MessageEntry | null): MessageEntry | null {
  if (entry.isPrompt) return entry;
  return entry.drafts.some(({ role }) => role === "assistant") ? null : before;
}

function isReportOf(report: SessionEntry, prompt: MessageEntry): boolean {
  if (report.kind !== "blocked") return false;
  if (report.parent !== null && report.parent === prompt.uuid) return true;
  const [own] = prompt.drafts;
  return own !== undefined && textOf(own).trim() === report.prompt;
}
