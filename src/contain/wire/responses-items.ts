import {
  arrayMember,
  inputText,
  isObject,
  memberOf,
  partsOf,
  type TranscriptPart,
  type TranscriptRole,
  textMember,
  toolResultPart,
} from "../../core/index.ts";
import { isEncrypted, type MessageDraft, unreadBlocks, unreadItem } from "./message-draft.ts";

/** Who speaks by the role of a message item; `null` for a role that this API does not have. */
export function itemRole(role: unknown): TranscriptRole | null {
  switch (role) {
    case "user":
    case "assistant":
    case "system":
      return role;
    case "developer":
      return "system";
    default:
      return null;
  }
}

/** The type of an item; a message may leave it out. */
export const itemType = (item: unknown): string =>
  textMember(item, "type") ?? (memberOf(item, "role") === undefined ? "unknown" : "message");

/** Items that bring what a tool gave back, or what the user says to a tool's request. */
const isOutputType = (type: string): boolean =>
  type.endsWith("_output") || type === "mcp_approval_response";

/**
 * An item of the Responses API, of a request's input or a reply's output. What is neither a message nor a
 * call, an output or reasoning is the model's, with its type alone for a part. Takes anything.
 */
export function itemDraft(item: unknown, element: number): MessageDraft {
  const type = itemType(item);
  const isSigned = isEncrypted(item);
  if (type === "message") {
    const content = memberOf(item, "content");
    const role = itemRole(memberOf(item, "role")) ?? "user";
    return { role, parts: partsOf(content), element, isSigned, unread: unreadBlocks(content) };
  }
  if (isOutputType(type)) {
    const unread = unreadBlocks(memberOf(item, "output"));
    return { role: "tool", parts: [outputPart(item)], element, isSigned, unread };
  }
  if (type === "reasoning") {
    return { role: "assistant", parts: thoughtParts(item), element, isSigned, unread: [] };
  }
  const call = callPart(item, type);
  if (call !== null) return { role: "assistant", parts: [call], element, isSigned, unread: [] };
  const unread = isObject(item) ? [unreadItem(item)] : [];
  return { role: "assistant", parts: [{ kind: "other", type }], element, isSigned, unread };
}

/** The thoughts where they are open, else their summary; one empty part where there is neither. */
function thoughtParts(item: unknown): readonly TranscriptPart[] {
  const open = arrayMember(item, "content");
  const blocks = open.length > 0 ? open : arrayMember(item, "summary");
  const texts = blocks.flatMap((block) => textMember(block, "text") ?? []);
  return (texts.length > 0 ? texts : [""]).map((text) => ({ kind: "reasoning", text }));
}

/** A call whose result the client brings; `null` for any other item, the vendor's own tools included. */
function callPart(item: unknown, type: string): TranscriptPart | null {
  if (type === "mcp_approval_request") {
    const name = textMember(item, "name") ?? type;
    return { kind: "tool-call", callId: textMember(item, "id"), name, input: argumentsOf(item) };
  }
  const callId = textMember(item, "call_id");
  if (callId === null || !type.endsWith("_call")) return null;
  const name = textMember(item, "name") ?? type.replace(/_call$/, "");
  return { kind: "tool-call", callId, name, input: argumentsOf(item) };
}

function argumentsOf(item: unknown): string {
  const found = ["arguments", "input", "action"].map((key) => memberOf(item, key));
  return inputText(found.find((value) => value !== undefined));
}

function outputPart(item: unknown): TranscriptPart {
  const callId =
    textMember(item, "call_id") ??
    textMember(item, "approval_request_id") ??
    textMember(item, "id");
  const output = memberOf(item, "output") ?? memberOf(item, "tools") ?? memberOf(item, "approve");
  return toolResultPart(output, { callId });
}
