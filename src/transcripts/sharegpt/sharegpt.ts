import {
  isObject,
  type JsonObject,
  memberOf,
  type Transcript,
  textMember,
  without,
} from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { chained, lastId, type MessageDraft, uniqueIds } from "../reading/chain.ts";
import { recordId } from "../reading/record-id.ts";
import { recordsIn, recordsInHead, type SourceRecord } from "../reading/records.ts";
import { type ReadTurn, readTurn } from "./read-turn.ts";

/**
 * Conversations in ShareGPT's shape, `{conversations: [{from, value}], system?, tools?}`, as a JSON array or one a
 * line; the list may also be called `conversation` or `items`. With LLaMA-Factory's tags: `function_call` is the
 * model's call, `observation` its result.
 */
export const sharegpt: TranscriptFormat = {
  id: "sharegpt",
  title: "ShareGPT conversations (JSON or JSONL)",
  recognises: async (_source, head) =>
    recordsInHead(head, isTurnList).some((record) => turnsOf(record)?.turns.some(isTurn) === true),
  async *read(source) {
    const idFor = uniqueIds();
    for await (const record of recordsIn(source, isTurnList)) {
      yield itemOf(record, { source: source.name, idFor });
    }
  },
};

const isTurn = (turn: unknown) =>
  textMember(turn, "from") !== null && typeof memberOf(turn, "value") === "string";

const isTurnList = (value: readonly unknown[]) => isTurn(value[0]);

/** Names of the list of turns, in order of preference. */
const listKeys = ["conversations", "conversation", "items"];

interface Turns {
  readonly turns: readonly unknown[];
  readonly rest: JsonObject;
}

function turnsOf(record: unknown): Turns | null {
  if (Array.isArray(record)) return isTurnList(record) ? { turns: record, rest: {} } : null;
  if (!isObject(record)) return null;
  const key = listKeys.find((name) => Array.isArray(memberOf(record, name)));
  const turns = key === undefined ? undefined : memberOf(record, key);
  return Array.isArray(turns) && key !== undefined
    ? { turns, rest: without(record, [key, "system"]) }
    : null;
}

interface Place {
  readonly source: string;
  readonly idFor: (wanted: string) => string;
}

function itemOf(record: SourceRecord, { source, idFor }: Place): TranscriptItem {
  if (record.kind === "skipped") return record;
  const { line, value } = record;
  const skipped = (reason: string): TranscriptItem => ({ kind: "skipped", line, reason });
  const found = turnsOf(value);
  if (found === null) return skipped("the record has no list of conversations");
  const read: readonly ReadTurn[] = found.turns.map(readTurn);
  if (read.length === 0) return skipped("the record has an empty list of conversations");
  const problem = read.find(({ kind }) => kind === "problem");
  if (problem?.kind === "problem") return skipped(problem.reason);
  const drafts = read.flatMap((one) => (one.kind === "turn" ? [one.draft] : []));
  const model = textMember(value, "model");
  const messages = chained(
    [...systemOf(value), ...drafts].map((draft) => ({
      ...draft,
      line,
      model: draft.role === "assistant" ? model : null,
    })),
  );
  const transcript: Transcript = {
    id: idFor(recordId(value) ?? record.place),
    source,
    line,
    format: sharegpt.id,
    messages,
    leaf: lastId(messages),
    marks: [],
    extra: systemRest(value, found.rest),
  };
  return { kind: "transcript", transcript };
}

/** Id of the message that a record's own `system` becomes. */
export const systemMessageId = "system";

function systemOf(record: unknown): readonly MessageDraft[] {
  const text = textMember(record, "system");
  if (text === null) return [];
  return [{ role: "system", parts: [{ kind: "text", text }], id: systemMessageId }];
}

/** A `system` that is no prompt (empty, null) stays where it was. */
function systemRest(record: unknown, rest: JsonObject): JsonObject {
  const system = memberOf(record, "system");
  return system === undefined || textMember(record, "system") !== null ? rest : { ...rest, system };
}
