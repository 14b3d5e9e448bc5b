import { isObject, memberOf, textMember, without } from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { readMessage } from "../openai-chat/read-message.ts";
import { chained, lastId, uniqueIds } from "../reading/chain.ts";
import { recordId } from "../reading/record-id.ts";
import { recordsIn, recordsInHead, type SourceRecord } from "../reading/records.ts";

/**
 * Conversations of the assistant-axis study: `{model, turns, conversation: [{role, content}]}`, one a file or one a
 * line. `turns` is kept but not believed: it need not be the number of messages. Steering, persona, topic and
 * what else a record has stay in `extra`.
 */
export const assistantAxis: TranscriptFormat = {
  id: "assistant-axis",
  title: "assistant-axis conversations (JSON or JSONL)",
  recognises: async (_source, head) => recordsInHead(head).some(isRecord),
  async *read(source) {
    const idFor = uniqueIds();
    for await (const record of recordsIn(source)) {
      yield itemOf(record, { source: source.name, idFor });
    }
  },
};

function isRecord(record: unknown): boolean {
  if (!isObject(record) || !Array.isArray(record["conversation"])) return false;
  const [first]: readonly unknown[] = record["conversation"];
  return typeof memberOf(first, "role") === "string" && memberOf(first, "from") === undefined;
}

interface Place {
  readonly source: string;
  readonly idFor: (wanted: string) => string;
}

function itemOf(record: SourceRecord, { source, idFor }: Place): TranscriptItem {
  if (record.kind === "skipped") return record;
  const { line, value } = record;
  const skipped = (reason: string): TranscriptItem => ({ kind: "skipped", line, reason });
  const conversation = memberOf(value, "conversation");
  if (!isObject(value) || !Array.isArray(conversation)) {
    return skipped("the record has no conversation");
  }
  if (conversation.length === 0) return skipped("the record has an empty conversation");
  const read = conversation.map(readMessage);
  const problem = read.find(({ kind }) => kind === "problem");
  if (problem?.kind === "problem") return skipped(problem.reason);
  const model = textMember(value, "model");
  const messages = chained(
    read.flatMap((one) =>
      one.kind === "message"
        ? [{ ...one.draft, line, model: one.draft.role === "assistant" ? model : null }]
        : [],
    ),
  );
  const transcript = {
    id: idFor(recordId(value) ?? record.place),
    source,
    line,
    format: assistantAxis.id,
    messages,
    leaf: lastId(messages),
    marks: [],
    extra: without(value, ["conversation"]),
  };
  return { kind: "transcript", transcript };
}
