import { isObject, memberOf } from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import { headRecords } from "../reading/head.ts";
import { lineRecords } from "../reading/records.ts";
import { readLine } from "./read-line.ts";
import { Session } from "./session.ts";

/**
 * Sessions of Claude Code, as it keeps them under `~/.claude/projects`. A session gives one transcript, and
 * one more (`<session>#2`, …) each time its context was cleared or compacted; a subagent's lines are transcripts
 * of their own. Lines that are not part of the conversation are counted by type in `extra.bookkeeping`. A plan
 * and its execution are two files with the same `extra.slug`. Holds one session at a time.
 */
export const claudeCode: TranscriptFormat = {
  id: "claude-code",
  title: "Claude Code session (JSONL)",
  recognises: async (_source, head) => headRecords(head).some(isSessionLine),
  async *read(source) {
    const naming = { source: source.name, idFor: uniqueIds() };
    const finished = (session: Session): TranscriptItem[] =>
      session.transcripts(naming).map((transcript) => ({ kind: "transcript", transcript }));
    let session = new Session();
    for await (const record of lineRecords(source)) {
      const { line } = record;
      if (record.kind === "skipped" || line === null) {
        if (record.kind === "skipped") yield record;
        continue;
      }
      const read = readLine(record.value, line);
      if (read.kind === "problem") {
        yield { kind: "skipped", line, reason: read.reason };
        continue;
      }
      if (!session.accepts(read.entry)) {
        yield* finished(session);
        session = new Session();
      }
      session.add(read.entry);
    }
    yield* finished(session);
  },
};

/** Types of lines that stand outside the tree and may be all that a head shows. */
const bookkeeping = new Set(["summary", "file-history-snapshot", "queue-operation", "last-prompt"]);

function isSessionLine(value: unknown): boolean {
  if (!isObject(value)) return false;
  const type = memberOf(value, "type");
  const parent = memberOf(value, "parentUuid");
  // Where the head cuts a line off, its uuid may be missing.
  if (parent === null || typeof parent === "string") {
    return typeof memberOf(value, "sessionId") === "string";
  }
  return typeof type === "string" && bookkeeping.has(type) && hasMarkOf(value);
}

const hasMarkOf = (value: object) =>
  ["leafUuid", "messageId", "sessionId"].some((key) => typeof memberOf(value, key) === "string");
