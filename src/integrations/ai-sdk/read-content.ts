import type { MessageDraft } from "../../contain/index.ts";
import {
  arrayMember,
  inputText,
  isObject,
  type JsonObject,
  memberOf,
  outputText,
  type TranscriptPart,
  type TranscriptRole,
  textMember,
  toolResultPart,
} from "../../core/index.ts";

const roles: ReadonlyMap<string, TranscriptRole> = new Map<string, TranscriptRole>([
  ["system", "system"],
  ["user", "user"],
  ["assistant", "assistant"],
  ["tool", "tool"],
]);

/**
 * A message of a prompt, or what a model said, as a draft. The same content reads the same in both, as far as the
 * AI SDK sends it again: sources and requests for approval it does not.
 *
 * @param element  index in the prompt
 */
export function contentDraft(
  role: string,
  { content, element }: { readonly content: unknown; readonly element: number },
): MessageDraft {
  const blocks = Array.isArray(content)
    ? content.filter((block: unknown) => !notSentAgain.has(memberOf(block, "type")))
    : [{ type: "text", text: content }];
  return {
    role: roles.get(role) ?? "user",
    parts: blocks.map(partOf),
    element,
    isSigned: blocks.some(isSigned),
    unread: blocks.flatMap(unreadIn),
  };
}

const notSentAgain = new Set<unknown>(["source", "tool-approval-request"]);

const readTypes = new Set<unknown>(["text", "reasoning", "tool-call", "tool-result"]);

/** Of a block that its part only names, and of images and files in a tool's result. */
function unreadIn(block: unknown): readonly string[] {
  if (!readTypes.has(memberOf(block, "type"))) return [unreadText(block)];
  return arrayMember(memberOf(block, "output"), "value").flatMap((one) =>
    memberOf(one, "type") === "text" ? [] : [unreadText(one)],
  );
}

function partOf(block: unknown): TranscriptPart {
  const type = textMember(block, "type") ?? "unknown";
  if (!isObject(block)) return { kind: "other", type };
  const text = memberOf(block, "text");
  switch (type) {
    case "text":
      return { kind: "text", text: String(text ?? "") };
    case "reasoning":
      return { kind: "reasoning", text: String(text ?? "") };
    case "tool-call":
      return callOf(block);
    case "tool-result":
      return resultOf(block);
    default:
      return { kind: "other", type };
  }
}

function callOf(block: JsonObject): TranscriptPart {
  return {
    kind: "tool-call",
    callId: textMember(block, "toolCallId"),
    name: textMember(block, "toolName") ?? "",
    input: inputText(memberOf(block, "input")),
  };
}

/** In a prompt `output` says how the value is spelled; a tool that the provider ran gives its `result` as it is. */
function resultOf(block: JsonObject): TranscriptPart {
  const output = memberOf(block, "output");
  const kind = textMember(output, "type") ?? "";
  const isError = kind.startsWith("error") || memberOf(block, "isError") === true;
  const facts = {
    callId: textMember(block, "toolCallId"),
    name: textMember(block, "toolName"),
    isError,
  };
  if (output === undefined) return toolResultPart(memberOf(block, "result"), facts);
  const value = memberOf(output, "value");
  if (kind === "execution-denied") {
    return toolResultPart(textMember(output, "reason") ?? "denied", facts);
  }
  const said = kind === "content" ? outputText(value) : jsonOrText(value);
  return toolResultPart(said, facts);
}

/** A list of blocks is JSON here, not content. */
function jsonOrText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Names under which providers keep what binds a part to all that came before it. */
const signatures = [
  "signature",
  "redactedData",
  "thoughtSignature",
  "reasoningEncryptedContent",
] as const;

function isSigned(block: unknown): boolean {
  return ["providerOptions", "providerMetadata"].some((key) => {
    const byProvider = memberOf(block, key);
    if (!isObject(byProvider)) return false;
    return Object.values(byProvider).some((one) =>
      signatures.some((name) => textMember(one, name) !== null),
    );
  });
}

/** Kind, media type and data of a file; other blocks whole, without what the provider says of them. */
function unreadText(block: unknown): string {
  const {
    providerOptions: _,
    providerMetadata: __,
    filename: ___,
    ...rest
  } = isObject(block) ? block : { block };
  return JSON.stringify(rest, (_key, value: unknown) =>
    value instanceof Uint8Array ? base64(value) : value,
  );
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
