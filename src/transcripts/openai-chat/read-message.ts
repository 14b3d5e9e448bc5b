import {
  isObject,
  type JsonObject,
  memberOf,
  partsOf,
  type TranscriptPart,
  textMember,
  toolCallParts,
  toolResultPart,
  without,
} from "../../core/index.ts";
import { type MessageDraft, roleNamed } from "../reading/chain.ts";

/** A message that was read, or why it cannot be. */
export type ReadMessage =
  | { readonly kind: "message"; readonly draft: MessageDraft }
  | { readonly kind: "problem"; readonly reason: string };

/**
 * A message in the shape of OpenAI's or Anthropic's chat API. What its role and parts do not say exactly stays
 * in `extra` as it is: other members, content in blocks, a role under another name.
 */
export function readMessage(message: unknown): ReadMessage {
  if (!isObject(message)) return { kind: "problem", reason: "a message is not an object" };
  const named = memberOf(message, "role");
  const known = roleNamed(named);
  if (known === null) {
    return { kind: "problem", reason: `a message has the unknown role ${JSON.stringify(named)}` };
  }
  const parts = known === "tool" ? [resultOf(message)] : partsIn(message);
  const isAnswer = parts.length > 0 && parts.every(({ kind }) => kind === "tool-result");
  const role = known === "user" && isAnswer ? "tool" : known;
  const plain = [
    ...(named === role ? ["role"] : []),
    ...(hasPlainContent(message) ? ["content"] : []),
  ];
  const draft = { role, parts, extra: without(message, plain), ...factsOf(message) };
  return { kind: "message", draft };
}

/** Whether text alone is the content, so that the parts say it all. */
function hasPlainContent(message: JsonObject): boolean {
  const content = memberOf(message, "content");
  return typeof content === "string" && content !== "";
}

/** Id, time and model, where the message itself says them. */
function factsOf(message: JsonObject): Partial<MessageDraft> {
  const id = textMember(message, "id");
  return {
    ...(id === null ? {} : { id }),
    at: textMember(message, "timestamp") ?? textMember(message, "created_at"),
    model: textMember(message, "model"),
  };
}

function resultOf(message: JsonObject): TranscriptPart {
  return toolResultPart(memberOf(message, "content"), {
    callId: textMember(message, "tool_call_id"),
    name: textMember(message, "name"),
  });
}

const reasoningKeys = ["reasoning_content", "reasoning", "thinking"];

function partsIn(message: JsonObject): readonly TranscriptPart[] {
  const reasoning = reasoningKeys
    .map((key) => textMember(message, key))
    .find((text) => text !== null);
  const refusal = textMember(message, "refusal");
  const called = memberOf(message, "function_call");
  return [
    ...(reasoning ? [{ kind: "reasoning", text: reasoning } as const] : []),
    ...partsOf(memberOf(message, "content")),
    ...(refusal === null ? [] : [{ kind: "text", text: refusal } as const]),
    ...toolCallParts(message),
    ...(isObject(called) ? toolCallParts({ tool_calls: [called] }) : []),
  ];
}
