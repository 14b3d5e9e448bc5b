import { textMember } from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import { headRecords } from "../reading/head.ts";
import { lineRecords } from "../reading/records.ts";
import { isRolloutLine, rolloutLine } from "./rollout-line.ts";
import { RolloutSession } from "./rollout-session.ts";

/**
 * Rollouts of Codex, as it keeps them under `~/.codex/sessions`, files from before October 2025 included. The
 * conversation is taken from `response_item` only, which `event_msg` repeats; from events come exit codes, token
 * usage, interrupted turns (`extra.aborted`) and rollbacks, which make branches. A compaction begins another
 * transcript, `<session>#2`. Other lines are counted by type in `extra.bookkeeping`. Holds one session at a time.
 */
export const codex: TranscriptFormat = {
  id: "codex",
  title: "Codex rollout (JSONL)",
  recognises: async (_source, head) => headRecords(head).some(isRolloutLine),
  async *read(source) {
    const naming = { source: source.name, idFor: uniqueIds() };
    const finished = (session: RolloutSession): TranscriptItem[] =>
      session.transcripts(naming).map((transcript) => ({ kind: "transcript", transcript }));
    let session = new RolloutSession();
    for await (const record of lineRecords(source)) {
      if (record.kind === "skipped") {
        yield record;
        continue;
      }
      const line = record.line ?? 0;
      const entry = rolloutLine(record.value);
      if (entry === null) {
        yield { kind: "skipped", line, reason: "the line is none of a rollout: it has no type" };
        continue;
      }
      if (entry.type === "session_meta" && textMember(entry.payload, "id") === null) {
        yield { kind: "skipped", line, reason: "the session's header has no id" };
        continue;
      }
      if (!session.accepts(entry)) {
        yield* finished(session);
        session = new RolloutSession();
      }
      session.add(entry, line);
    }
    yield* finished(session);
  },
};
