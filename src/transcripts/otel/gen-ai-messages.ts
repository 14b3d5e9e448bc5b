import {
  inputText,
  isObject,
  type JsonObject,
  memberOf,
  parseJson,
  partsOf,
  type TranscriptPart,
  type TranscriptRole,
  textMember,
  toolResultPart,
  without,
} from "../../core/index.ts";
import { readMessage } from "../openai-chat/read-message.ts";
import { type MessageDraft, roleNamed } from "../reading/chain.ts";

/** Messages of an attribute, or why they cannot be read. */
export type ReadMessages =
  | { readonly kind: "messages"; readonly drafts: readonly MessageDraft[] }
  | { readonly kind: "problem"; readonly reason: string };

/**
 * The messages of `gen_ai.input.messages`, `gen_ai.output.messages`, `gen_ai.system_instructions` and of
 * older attributes: structured, or as JSON text. Text that is no JSON is one message.
 *
 * @param role  of messages that do not say, or by a name that is not known
 */
export function genAiMessages(value: unknown, role: TranscriptRole): ReadMessages {
  if (value === undefined || value === null || value === "") return messages([]);
  if (typeof value !== "string") return messages(draftsOf(value, role));
  if (!/^\s*[[{]/.test(value)) return messages([{ role, parts: partsOf(value) }]);
  const parsed = parseJson(value);
  return parsed.kind === "value" ? messages(draftsOf(parsed.value, role)) : parsed;
}

const messages = (drafts: readonly MessageDraft[]): ReadMessages => ({ kind: "messages", drafts });

function draftsOf(value: unknown, role: TranscriptRole): readonly MessageDraft[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return [];
  // Instructions are a list of parts, not of messages.
  if (list.every(isPart)) {
    const extra = list.every(isText) ? {} : { parts: list };
    return [{ role, parts: list.map(genAiPart), extra }];
  }
  return list.map((one) => draftOf(one, role));
}

const isPart = (value: unknown) => textMember(value, "type") !== null && !isMessage(value);
const isMessage = (value: unknown) => isObject(value) && ("role" in value || "parts" in value);
const isText = (value: unknown) =>
  isObject(value) &&
  Object.keys(value).length === 2 &&
  value["type"] === "text" &&
  typeof value["content"] === "string";

function draftOf(value: unknown, fallback: TranscriptRole): MessageDraft {
  if (!isObject(value)) return { role: fallback, parts: partsOf(value) };
  const parts = memberOf(value, "parts");
  if (!Array.isArray(parts)) return contentDraft(value, fallback);
  const read = parts.map(genAiPart);
  const role = roleOf(value, fallback, read);
  // What is in the message already need not be kept.
  const said = [
    ...(value["role"] === role ? ["role"] : []),
    ...(parts.every(isText) ? ["parts"] : []),
  ];
  return { role, parts: read, extra: without(value, said) };
}

/** Before messages had parts they had `content`, as in OpenAI's API. */
function contentDraft(value: JsonObject, fallback: TranscriptRole): MessageDraft {
  const role = roleNamed(memberOf(value, "role")) ?? fallback;
  const read = readMessage({ ...value, role });
  const callId = textMember(value, "id");
  if (read.kind === "problem") return { role: fallback, parts: partsOf(JSON.stringify(value)) };
  const { draft } = read;
  if (draft.role !== "tool" || callId === null) return { ...draft, role: draft.role };
  const parts = draft.parts.map((part) =>
    part.kind === "tool-result" && part.callId === null ? { ...part, callId } : part,
  );
  return { ...draft, parts };
}

function roleOf(
  value: JsonObject,
  fallback: TranscriptRole,
  parts: readonly TranscriptPart[],
): TranscriptRole {
  const role = roleNamed(memberOf(value, "role")) ?? fallback;
  const isAnswer = parts.length > 0 && parts.every(({ kind }) => kind === "tool-result");
  return role === "user" && isAnswer ? "tool" : role;
}

/** A part by its `type`; what is not known, or not what its type says, is `other`. */
function genAiPart(part: unknown): TranscriptPart {
  const type = textMember(part, "type") ?? "unknown";
  return (isObject(part) ? partReaders.get(type)?.(part) : null) ?? { kind: "other", type };
}

type PartReader = (part: JsonObject) => TranscriptPart | null;

const said =
  (kind: "text" | "reasoning"): PartReader =>
  (part) => {
    const text = memberOf(part, "content") ?? memberOf(part, "text");
    return typeof text === "string" ? { kind, text } : null;
  };

const called =
  (argumentsKey: string): PartReader =>
  (part) => {
    const name = textMember(part, "name");
    if (name === null) return null;
    const input = inputText(part[argumentsKey] ?? undefined);
    return { kind: "tool-call", callId: textMember(part, "id"), name, input };
  };

/** Older versions of the conventions, and their published examples, say `result`. */
const answered =
  (...keys: readonly string[]): PartReader =>
  (part) => {
    const key = keys.find((one) => Object.hasOwn(part, one));
    return toolResultPart(key === undefined ? null : part[key], {
      callId: textMember(part, "id"),
      name: textMember(part, "name"),
    });
  };

const partReaders: ReadonlyMap<string, PartReader> = new Map([
  ["text", said("text")],
  ["reasoning", said("reasoning")],
  ["thinking", said("reasoning")],
  ["tool_call", called("arguments")],
  ["tool_call_response", answered("response", "result")],
  ["server_tool_call", called("server_tool_call")],
  ["server_tool_call_response", answered("server_tool_call_response")],
]);
