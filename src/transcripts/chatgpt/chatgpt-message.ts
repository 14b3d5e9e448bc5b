import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  type TranscriptMessage,
  type TranscriptRole,
  textMember,
  without,
} from "../../core/index.ts";
import { messageOf, roleNamed } from "../reading/chain.ts";
import { chatgptParts } from "./chatgpt-content.ts";

/** A message of a ChatGPT export; its parent is the node above it that holds a message. */
export function chatgptMessage(
  id: string,
  parent: string | null,
  node: JsonObject,
): TranscriptMessage {
  const message = memberOf(node, "message");
  const author = memberOf(message, "author");
  const content = memberOf(message, "content");
  const name = textMember(author, "role") ?? "unknown";
  const role = roleOf(name, message);
  return messageOf({
    id,
    parent,
    role,
    parts: chatgptParts(content, {
      role: name,
      name: textMember(author, "name"),
      recipient: textMember(message, "recipient"),
    }),
    at: timeOf(memberOf(message, "create_time")),
    model: textMember(memberOf(message, "metadata"), "model_slug"),
    reachedModel: role === "assistant" || role === "tool" || memberOf(message, "weight") !== 0,
    extra: {
      ...without(node, ["id", "parent", "message"]),
      ...(isObject(message) ? { message: withoutPlainText(message) } : {}),
    },
  });
}

/** Custom instructions are written as the user's message, and are the system's. */
function roleOf(name: string, message: unknown): TranscriptRole {
  const metadata = memberOf(message, "metadata");
  const type = memberOf(memberOf(message, "content"), "content_type");
  const isContext = type === "user_editable_context" || type === "model_editable_context";
  if (isContext || memberOf(metadata, "is_user_system_message") === true) return "system";
  return roleNamed(name) ?? "system";
}

/** The message less what its parts hold already. */
function withoutPlainText(message: JsonObject): JsonObject {
  const content = memberOf(message, "content");
  const isPlain =
    memberOf(content, "content_type") === "text" &&
    arrayMember(content, "parts").every((part) => typeof part === "string");
  return isPlain ? without(message, ["content"]) : message;
}

/** A time in seconds since 1970 as ISO 8601; `null` if it is none. */
function timeOf(seconds: unknown): string | null {
  if (typeof seconds !== "number" || Math.abs(seconds) > 8.64e12) return null;
  return new Date(seconds * 1000).toISOString();
}
