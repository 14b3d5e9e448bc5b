import { arrayMember, isObject, type JsonObject, memberOf, without } from "../../core/index.ts";

/** A record taken apart: what was said, and what else it holds. Messages are as the record has them. */
export interface FoundConversation {
  /** In order; each follows the one before. */
  readonly messages: readonly unknown[];
  /** Replies to the last of them, each in place of the others; the first is the one in force. */
  readonly replies: readonly unknown[];
  /** The record without them, its other members verbatim. */
  readonly rest: JsonObject;
}

/**
 * The conversation of a record in one of the shapes in use; `null` if it has none:
 * `{messages}`, a bare array, `{request: {messages}, response: {choices}}` and the same laid flat, the API's
 * own `body` around either (batch files), a system prompt beside the messages and a reply with `content` (the
 * shape of Anthropic's API), and a question with its reply, as `{prompt, completion}` and the like.
 */
export function findConversation(record: unknown): FoundConversation | null {
  if (isMessageList(record)) return { messages: record, replies: [], rest: {} };
  if (!isObject(record)) return null;
  return messagesIn(record) ?? batchIn(record) ?? pairIn(record) ?? questionIn(record);
}

/** Whether a value is a list of messages, as far as its first element shows. */
export function isMessageList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && isMessage(value[0]);
}

const isMessage = (value: unknown) => isObject(value) && typeof value["role"] === "string";

function messagesIn(record: JsonObject): FoundConversation | null {
  const messages = memberOf(record, "messages");
  if (!Array.isArray(messages)) return null;
  const { replies, rest } = repliesIn(without(record, ["messages", "system"]));
  return { messages: [...systemIn(record), ...messages], replies, rest };
}

/** A system prompt that stands beside the messages. */
function systemIn(record: JsonObject): readonly unknown[] {
  const system = memberOf(record, "system");
  if (system === undefined || system === null || system === "") return [];
  return [{ role: "system", content: system }];
}

type Replies = Pick<FoundConversation, "replies" | "rest">;

/** The replies of a record or of its `response`: `choices[].message`, or one message. */
function repliesIn(record: JsonObject): Replies {
  const choices = memberOf(record, "choices");
  if (Array.isArray(choices)) return choicesIn(record, choices);
  for (const key of ["response", "body"]) {
    const inner = memberOf(record, key);
    if (!isObject(inner)) continue;
    const found = isMessage(inner) ? { replies: [inner], rest: {} } : repliesIn(inner);
    if (found.replies.length > 0) {
      return { replies: found.replies, rest: { ...record, [key]: found.rest } };
    }
  }
  return { replies: [], rest: record };
}

function choicesIn(record: JsonObject, choices: readonly unknown[]): Replies {
  const rest = choices.map((choice) =>
    isMessage(memberOf(choice, "message")) && isObject(choice)
      ? without(choice, ["message"])
      : choice,
  );
  const messages = choices.map((choice) => memberOf(choice, "message")).filter(isMessage);
  return { replies: messages, rest: { ...record, choices: rest } };
}

/** A request as batch files hold it: `{custom_id, body: {messages}}`. */
function batchIn(record: JsonObject): FoundConversation | null {
  const body = memberOf(record, "body");
  const found = isObject(body) ? messagesIn(body) : null;
  return found === null ? null : { ...found, rest: { ...record, body: found.rest } };
}

/** A request and its response; a response alone, as batch output holds it, is a conversation of a reply. */
function pairIn(record: JsonObject): FoundConversation | null {
  const request = memberOf(record, "request");
  const asked = isObject(request) ? (messagesIn(request) ?? batchIn(request)) : null;
  const { replies, rest } = repliesIn(record);
  if (asked === null) return replies.length > 0 ? { messages: [], replies, rest } : null;
  const text = memberOf(record, "response");
  const said = replies.length === 0 && typeof text === "string" && text !== "";
  return {
    messages: asked.messages,
    replies: said ? [{ role: "assistant", content: text }] : [...asked.replies, ...replies],
    rest: { ...(said ? without(rest, ["response"]) : rest), request: asked.rest },
  };
}

const questionKeys = ["prompt", "question", "instruction"];
const replyKeys = ["completion", "response", "answer"];

function questionIn(record: JsonObject): FoundConversation | null {
  const questionKey = questionKeys.find((key) => isSaid(memberOf(record, key)));
  const replyKey = replyKeys.find((key) => isSaid(memberOf(record, key)));
  if (questionKey === undefined || replyKey === undefined) return null;
  const messages = [
    ...systemIn(record),
    ...spoken(record, questionKey, "user"),
    ...spoken(record, replyKey, "assistant"),
  ];
  return { messages, replies: [], rest: without(record, [questionKey, replyKey, "system"]) };
}

const isSaid = (value: unknown) =>
  (typeof value === "string" && value !== "") || isMessageList(value);

function spoken(record: JsonObject, key: string, role: string): readonly unknown[] {
  const said = memberOf(record, key);
  return typeof said === "string" ? [{ role, content: said }] : arrayMember(record, key);
}
