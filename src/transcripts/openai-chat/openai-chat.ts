import {
  isObject,
  memberOf,
  type Transcript,
  type TranscriptMessage,
  textMember,
} from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { type MessageDraft, messageOf, uniqueIds } from "../reading/chain.ts";
import { recordId } from "../reading/record-id.ts";
import { recordsIn, recordsInHead, type SourceRecord } from "../reading/records.ts";
import { type FoundConversation, findConversation, isMessageList } from "./find-conversation.ts";
import { readMessage } from "./read-message.ts";

/**
 * Conversations in the shape of OpenAI's chat API, one a line or in one JSON array: `{messages}`, bare arrays
 * of messages, requests with their responses (other choices become branches), batch files, the same in
 * Anthropic's shape, and questions with their replies. Everything else that a record holds stays in `extra`.
 */
export const openaiChat: TranscriptFormat = {
  id: "openai-chat",
  title: "OpenAI chat messages (JSONL or JSON)",
  recognises: async (source, head) => {
    const records = recordsInHead(head, isMessageList);
    return records.some(isConversation) || (head.length < source.size && isBegun(records));
  },
  async *read(source) {
    const idFor = uniqueIds();
    for await (const record of recordsIn(source, isMessageList)) {
      yield itemOf(record, { source: source.name, idFor });
    }
  },
};

function isConversation(record: unknown): boolean {
  const found = isOthers(record) ? null : findConversation(record);
  return found !== null && [...found.messages, ...found.replies].some(isReadable);
}

/** Whether all that a head shows is one record whose first message is cut off before its role. */
function isBegun(records: readonly unknown[]): boolean {
  const [messages] = records.map((record) => memberOf(record, "messages"));
  if (records.length !== 1 || !Array.isArray(messages) || messages.length !== 1) return false;
  return isObject(messages[0]) && Object.keys(messages[0]).length === 0;
}

/** Whether a record is another format's that holds messages too: Petri's has both. */
const isOthers = (record: unknown) => Array.isArray(memberOf(record, "events"));

const isReadable = (message: unknown) => readMessage(message).kind === "message";

interface Place {
  readonly source: string;
  readonly idFor: (wanted: string) => string;
}

function itemOf(record: SourceRecord, { source, idFor }: Place): TranscriptItem {
  if (record.kind === "skipped") return record;
  const { line, value } = record;
  const skipped = (reason: string): TranscriptItem => ({ kind: "skipped", line, reason });
  const found = findConversation(value);
  if (found === null) return skipped("the record holds no messages that this format knows");
  const read = [...found.messages, ...found.replies].map(readMessage);
  if (read.length === 0) return skipped("the record has an empty list of messages");
  const problem = read.find(({ kind }) => kind === "problem");
  if (problem?.kind === "problem") return skipped(problem.reason);
  const drafts = read.flatMap((one) => (one.kind === "message" ? [one.draft] : []));
  const messages = treeOf(drafts, { found, line, model: modelOf(value) });
  const inForce = messages[Math.min(found.messages.length, messages.length - 1)];
  const transcript: Transcript = {
    id: idFor(recordId(value) ?? record.place),
    source,
    line,
    format: openaiChat.id,
    messages,
    leaf: inForce?.id ?? null,
    marks: [],
    extra: found.rest,
  };
  return { kind: "transcript", transcript };
}

interface TreeFacts {
  readonly found: FoundConversation;
  readonly line: number | null;
  /** Of the whole record. */
  readonly model: string | null;
}

/** Messages in a row, each reply after the last of them. */
function treeOf(
  drafts: readonly MessageDraft[],
  { found, line, model }: TreeFacts,
): readonly TranscriptMessage[] {
  const idFor = uniqueIds();
  const messages: TranscriptMessage[] = [];
  for (const [place, draft] of drafts.entries()) {
    const before = messages[Math.min(place, found.messages.length) - 1];
    const written = draft.role === "assistant" ? (draft.model ?? model) : null;
    const id = idFor(draft.id ?? `m${place}`);
    messages.push(messageOf({ ...draft, id, parent: before?.id ?? null, line, model: written }));
  }
  return messages;
}

/** The model of a record, as it or its response or request says. */
function modelOf(record: unknown): string | null {
  const response = memberOf(record, "response");
  const request = memberOf(record, "request");
  const bodies = [response, request, record].map((part) => memberOf(part, "body"));
  const said = [response, ...bodies, record, request].map((part) => textMember(part, "model"));
  return isObject(record) ? (said.find((model) => model !== null) ?? null) : null;
}
