import {
  isObject,
  type JsonObject,
  memberOf,
  partsOf,
  type TranscriptPart,
  type TranscriptRole,
  textMember,
  toolCallParts,
  toolResultPart,
} from "../../core/index.ts";
import type { Digest, WireIssue, WireReading } from "../wire-conversation.ts";
import { type MessageDraft, unreadBlocks } from "./message-draft.ts";
import { chainStart, linkDrafts } from "./message-links.ts";
import { invalid, nameOf, quoted, readEnvelope, readObject } from "./read-object.ts";

/** A request to `POST /v1/chat/completions` as a conversation, or what is wrong with it. Never throws. */
export function readOpenaiChat(body: string, digest: Digest): WireReading {
  const parsed = readObject(body);
  if (parsed.kind === "invalid") return parsed;
  const envelope = readEnvelope(parsed.object);
  if (envelope.kind === "invalid") return envelope;
  const list = memberOf(parsed.object, "messages");
  if (!Array.isArray(list)) {
    return invalid(`messages must be an array, and is ${nameOf(list)}`, "messages");
  }
  if (list.length === 0) return invalid("messages is empty; send at least one", "messages");
  const drafts: MessageDraft[] = [];
  const calls = new Set<string>();
  for (const [index, value] of list.entries()) {
    const issue = issueOf(value, { at: `messages[${index}]`, calls });
    // A checked value is an object.
    if (issue !== null || !isObject(value)) return { kind: "invalid", issue: issue ?? notObject };
    drafts.push(draftOf(value, index));
  }
  const { model, isStream } = envelope;
  const messages = linkDrafts(drafts, digest, { from: chainStart, isGenerated: false });
  const format = "openai-chat";
  const conversation = {
    format,
    messages,
    model,
    isStream,
    session: null,
    previous: null,
  } as const;
  return { kind: "conversation", conversation };
}

const notObject: WireIssue = { message: "a message must be an object", param: "messages" };

const roles: ReadonlyMap<unknown, TranscriptRole> = new Map<string, TranscriptRole>([
  ["system", "system"],
  ["developer", "system"],
  ["user", "user"],
  ["assistant", "assistant"],
  ["tool", "tool"],
  ["function", "tool"],
]);

/** What is wrong with a message; adds the ids of its calls to `calls`, which holds those before it. */
function issueOf(
  value: unknown,
  place: { readonly at: string; readonly calls: Set<string> },
): WireIssue | null {
  const { at, calls } = place;
  if (!isObject(value)) return issue(`${at} must be an object, not ${nameOf(value)}`, at);
  const role = memberOf(value, "role");
  if (!roles.has(role)) {
    const known = [...roles.keys()].join(", ");
    return issue(`${at}.role is ${quoted(role)}; it must be one of ${known}`, `${at}.role`);
  }
  const content = memberOf(value, "content") ?? null;
  if (content !== null && typeof content !== "string" && !Array.isArray(content)) {
    const is = `${at}.content must be a string or an array, not ${nameOf(content)}`;
    return issue(is, `${at}.content`);
  }
  if (role === "tool") return issueOfResult(value, place);
  if (role !== "assistant") return null;
  const called = memberOf(value, "tool_calls") ?? [];
  if (!Array.isArray(called)) {
    return issue(`${at}.tool_calls must be an array, not ${nameOf(called)}`, `${at}.tool_calls`);
  }
  for (const call of called) {
    const id = textMember(call, "id");
    if (id !== null) calls.add(id);
  }
  return null;
}

function issueOfResult(
  value: JsonObject,
  { at, calls }: { readonly at: string; readonly calls: ReadonlySet<string> },
): WireIssue | null {
  const id = memberOf(value, "tool_call_id");
  const param = `${at}.tool_call_id`;
  if (typeof id !== "string")
    return issue(`${param} must be a string, and is ${nameOf(id)}`, param);
  if (calls.has(id)) return null;
  const wanted = "send the assistant message that made the call, or leave the result out";
  return issue(
    `${param} ${quoted(id)} answers no tool call of an earlier message; ${wanted}`,
    param,
  );
}

const issue = (message: string, param: string): WireIssue => ({ message, param });

function draftOf(value: JsonObject, element: number): MessageDraft {
  const role = roles.get(memberOf(value, "role")) ?? "user";
  const content = memberOf(value, "content");
  const parts = role === "tool" ? [resultOf(value)] : chatParts(value);
  return { role, parts, element, isSigned: false, unread: unreadBlocks(content) };
}

function resultOf(value: JsonObject): TranscriptPart {
  const callId = textMember(value, "tool_call_id");
  return toolResultPart(memberOf(value, "content"), { callId, name: textMember(value, "name") });
}

/** Members in which servers of this API give a model's thinking beside its content. */
const reasoningMembers = ["reasoning_content", "reasoning"];

/** The parts of a message that is not a tool's: thinking, content, refusal, calls. */
export function chatParts(message: JsonObject): readonly TranscriptPart[] {
  const content = partsOf(memberOf(message, "content"));
  if (memberOf(message, "role") !== "assistant") return content;
  const thought = reasoningMembers.map((key) => textMember(message, key)).find((text) => text);
  const refusal = textMember(message, "refusal");
  const called = memberOf(message, "function_call");
  return [
    ...(thought ? [{ kind: "reasoning", text: thought } as const] : []),
    ...content,
    ...(refusal === null ? [] : [{ kind: "text", text: refusal } as const]),
    ...toolCallParts(message),
    ...(isObject(called) ? toolCallParts({ tool_calls: [called] }) : []),
  ];
}
