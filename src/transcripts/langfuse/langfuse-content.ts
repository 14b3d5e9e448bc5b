import {
  isObject,
  type JsonObject,
  memberOf,
  parseJson,
  type TranscriptRole,
} from "../../core/index.ts";
import { findConversation } from "../openai-chat/find-conversation.ts";
import { genAiMessages } from "../otel/gen-ai-messages.ts";
import { type MessageDraft, roleNamed } from "../reading/chain.ts";
import { messageKey } from "../reading/message-key.ts";

/** What was said in a call. */
export interface LangfuseContent {
  readonly input: readonly MessageDraft[];
  readonly replies: readonly MessageDraft[];
}

/**
 * The messages of an `input` and an `output`, which are whatever the application handed over: text, a
 * message, a list of messages, a request or a response of a chat API. Any other JSON becomes the text of
 * one message, so that nothing of it goes missing. An output that repeats its input gives only what is new;
 * of several new messages the last is the reply.
 */
export function langfuseContent(input: unknown, output: unknown): LangfuseContent {
  const asked = draftsOf(input, "user");
  const choices = choicesOf(output);
  if (choices !== null) return { input: asked, replies: choices };
  const said = draftsOf(output, "assistant");
  const repeats = asked.length > 0 && asked.length <= said.length;
  const isRepeat = repeats && asked.every((one, index) => isSame(one, said[index]));
  const fresh = isRepeat ? said.slice(asked.length) : said;
  return { input: [...asked, ...fresh.slice(0, -1)], replies: fresh.slice(-1) };
}

const isSame = (one: MessageDraft, other: MessageDraft | undefined) =>
  other !== undefined && messageKey(one) === messageKey(other);

/** Members under which text is handed over, in order of preference. */
const textKeys: Readonly<Record<"user" | "assistant", readonly string[]>> = {
  user: ["input", "query", "question", "prompt", "message", "text", "content"],
  assistant: ["output", "completion", "answer", "response", "message", "text", "content"],
};

function draftsOf(given: unknown, role: "user" | "assistant"): readonly MessageDraft[] {
  const value = parsed(given);
  if (value === undefined || value === null || value === "") return [];
  const list = listIn(value);
  if (list !== null) return messagesOf(list, role);
  if (!isObject(value)) return messagesOf([{ role, content: textOf(value) }], role);
  if (typeof value["role"] === "string") return messagesOf([value], role);
  const [only, ...others] = textKeys[role].flatMap((key) => {
    const text = memberOf(value, key);
    return typeof text === "string" && text !== "" ? [text] : [];
  });
  const isAll = only !== undefined && others.length === 0;
  return [
    { role, parts: [{ kind: "text", text: isAll ? only : textOf(value) }], ...rest(value, isAll) },
  ];
}

/** What the text of a message leaves out of the object that it was in. */
const rest = (value: JsonObject, isPicked: boolean) => (isPicked ? { extra: { ...value } } : {});

/** JSON that was written as text; other text as it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{"]/.test(value)) return value;
  const read = parseJson(value);
  return read.kind === "value" ? read.value : value;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** Messages in one of the shapes of chat APIs; batches of one, as some frameworks write them, taken apart. */
function listIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value) && value.length === 1 && Array.isArray(value[0]))
    return listIn(value[0]);
  const found = findConversation(value);
  if (found !== null && found.messages.length > 0) return found.messages;
  return Array.isArray(value) && value.every(isMessageLike) && value.length > 0 ? value : null;
}

const isMessageLike = (value: unknown) =>
  isObject(value) && ("content" in value || "parts" in value || "role" in value);

/** The candidates of a response of a chat API; `null` if it is none. */
function choicesOf(output: unknown): readonly MessageDraft[] | null {
  const value = parsed(output);
  const choices = memberOf(value, "choices");
  if (!Array.isArray(choices)) return null;
  const replies = findConversation(value)?.replies ?? [];
  return replies.length === 0 ? null : messagesOf(replies, "assistant");
}

function messagesOf(list: readonly unknown[], role: TranscriptRole): readonly MessageDraft[] {
  const read = genAiMessages(list.map(withRole), role);
  return read.kind === "messages" ? read.drafts : [];
}

/** LangChain says `type: "human"` where others say `role`. */
function withRole(message: unknown): unknown {
  if (!isObject(message) || "role" in message) return message;
  const role = roleNamed(message["type"]);
  return role === null ? message : { ...message, role };
}
