import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  parseJson,
  partsOf,
  textMember,
  toolCallParts,
  without,
} from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { chained, lastId, type MessageDraft, roleNamed } from "../reading/chain.ts";
import { attackTree, attemptsTree, type Conversation, exchangesOf, said } from "./red-team.ts";

/** Where a row was found. */
export interface RowPlace {
  /** The file's name. */
  readonly source: string;
  /** From 1; `null` where the file is one document. */
  readonly line: number | null;
  /** For people, e.g. `results[3]`. */
  readonly name: string;
  /** Makes the ids of a file's rows unique. */
  readonly idFor: (wanted: string) => string;
}

/**
 * One EvaluateResult as a conversation: that of a red-team strategy where there is one, else the prompt and
 * the answer. The row stays in `extra`, its verdict, scores and error with it.
 */
export function rowItem(row: unknown, { source, line, name, idFor }: RowPlace): TranscriptItem {
  const skipped = (reason: string): TranscriptItem => ({ kind: "skipped", line, reason });
  if (!isObject(row)) return skipped(`${name} is not an object`);
  const conversation = conversationOf(row);
  if (conversation.messages.length === 0) return skipped(`${name} holds neither prompt nor answer`);
  const model = textMember(row["provider"], "id") ?? textMember(row, "provider");
  return {
    kind: "transcript",
    transcript: {
      ...conversation,
      messages: conversation.messages.map((message) => ({
        ...message,
        line,
        model: message.role === "assistant" ? model : null,
      })),
      id: idFor(textMember(row, "id") ?? cellId(row) ?? name),
      source,
      line,
      format: "promptfoo",
      extra: row,
    },
  };
}

/** A row's place in the table of prompts and tests; repeats share it. */
function cellId(row: JsonObject): string | null {
  const { testIdx, promptIdx } = row;
  if (typeof testIdx !== "number" || typeof promptIdx !== "number") return null;
  return `test-${testIdx}-prompt-${promptIdx}`;
}

function conversationOf(row: JsonObject): Conversation {
  const { response } = row;
  const metadata = [memberOf(response, "metadata"), row["metadata"]].find(
    (one) => arrayMember(one, "messages").length + arrayMember(one, "redteamHistory").length > 0,
  );
  const output = memberOf(response, "output");
  const turns = chatDrafts(arrayMember(metadata, "messages"));
  if (turns !== null && turns.length > 0) return attackTree(turns, metadata);
  const exchanges = exchangesOf(metadata);
  if (exchanges.length > 0) return attemptsTree(exchanges, output);
  const messages = chained([...promptDrafts(row), ...answerDrafts(row)]);
  return { messages, leaf: lastId(messages), marks: [] };
}

/** Chat messages; `null` if one of them is none. */
function chatDrafts(list: readonly unknown[]): readonly MessageDraft[] | null {
  const drafts: MessageDraft[] = [];
  for (const raw of list) {
    const role = roleNamed(memberOf(raw, "role"));
    if (role === null || !isObject(raw)) return null;
    const parts = [...partsOf(raw["content"]), ...toolCallParts(raw)];
    const isText = typeof raw["content"] === "string";
    drafts.push({ role, parts, extra: without(raw, ["role", ...(isText ? ["content"] : [])]) });
  }
  return drafts;
}

/** A prompt is text, or a chat as JSON text. */
function promptDrafts(row: JsonObject): readonly MessageDraft[] {
  const raw = memberOf(row["prompt"], "raw") ?? row["prompt"];
  const text = typeof raw === "string" ? raw : "";
  const parsed = /^\s*\[/.test(text) ? parseJson(text) : null;
  const list: unknown = parsed?.kind === "value" ? parsed.value : raw;
  const chat = Array.isArray(list) && list.length > 0 ? chatDrafts(list) : null;
  if (chat !== null) return chat;
  return text === "" ? [] : [said("user", text)];
}

/** None where the model gave no answer. A `providerOutput` of the test is text that no model wrote now. */
function answerDrafts(row: JsonObject): readonly MessageDraft[] {
  const output = memberOf(row["response"], "output");
  if (output === undefined || output === null) return [];
  const isPlanted = memberOf(row["testCase"], "providerOutput") !== undefined;
  const provenance = isPlanted ? "planted" : "imported";
  const calls = Array.isArray(output) ? toolCallParts({ tool_calls: output }) : [];
  if (calls.length > 0 && calls.every(({ kind }) => kind === "tool-call")) {
    return [{ role: "assistant", parts: calls, provenance }];
  }
  return [{ ...said("assistant", output), provenance }];
}
