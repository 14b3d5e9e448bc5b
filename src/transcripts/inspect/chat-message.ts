import {
  arrayMember,
  inputText,
  isObject,
  type JsonObject,
  memberOf,
  type Provenance,
  partsOf,
  type ToolResultPart,
  type TranscriptPart,
  textMember,
  toolResultPart,
  without,
} from "../../core/index.ts";
import { type MessageDraft, roleNamed } from "../reading/chain.ts";

/** Messages of a list, or why one of them cannot be read. */
export type ReadMessages =
  | { readonly kind: "messages"; readonly drafts: readonly MessageDraft[] }
  | { readonly kind: "problem"; readonly reason: string };

/** A list of Inspect's `ChatMessage`s. */
export function chatMessages(list: readonly unknown[]): ReadMessages {
  const drafts: MessageDraft[] = [];
  for (const [place, raw] of list.entries()) {
    const draft = chatMessage(raw);
    if (draft === null) {
      const role = JSON.stringify(memberOf(raw, "role") ?? null);
      return { kind: "problem", reason: `message ${place} has the role ${role}` };
    }
    drafts.push(draft);
  }
  return { kind: "messages", drafts };
}

/**
 * One of Inspect's `ChatMessage`s, which Petri writes too; `null` if it has no role that is known. What it
 * holds beyond role, text, source and model stays in `extra`.
 */
export function chatMessage(raw: unknown): MessageDraft | null {
  const role = roleNamed(memberOf(raw, "role"));
  if (!isObject(raw) || role === null) return null;
  const id = textMember(raw, "id");
  return {
    role,
    parts: role === "tool" ? toolParts(raw) : spokenParts(raw),
    provenance: provenanceOf(raw["source"]),
    model: textMember(raw, "model"),
    extra: without(raw, ["id", "role", ...(typeof raw["content"] === "string" ? ["content"] : [])]),
    ...(id === null ? {} : { id }),
  };
}

/** By Inspect's `source`; a message without one comes from somewhere that nobody noted. */
function provenanceOf(source: unknown): Provenance {
  switch (source) {
    case "generate":
      return "generated";
    case "input":
      return "planted";
    case "operator":
      return "operator";
    default:
      return "imported";
  }
}

function spokenParts(raw: JsonObject): readonly TranscriptPart[] {
  const calls = arrayMember(raw, "tool_calls").map(
    (call): TranscriptPart => ({
      kind: "tool-call",
      callId: textMember(call, "id"),
      name: textMember(call, "function") ?? "",
      input: inputText(memberOf(call, "arguments")),
    }),
  );
  return [...earlyReasoning(raw), ...contentParts(raw["content"]), ...calls];
}

/** Logs of early 2025 keep the thinking beside the content. */
function earlyReasoning(raw: JsonObject): readonly TranscriptPart[] {
  const text = textMember(raw, "reasoning");
  return text === null ? [] : [{ kind: "reasoning", text }];
}

function contentParts(content: unknown): readonly TranscriptPart[] {
  return Array.isArray(content) ? content.flatMap(blockParts) : partsOf(content);
}

function blockParts(block: unknown): readonly TranscriptPart[] {
  const type = memberOf(block, "type");
  if (type === "reasoning" && memberOf(block, "redacted") === true) {
    return [{ kind: "reasoning", text: textMember(block, "summary") ?? "" }];
  }
  return type === "tool_use" ? serverToolParts(block) : partsOf([block]);
}

/** A tool that the provider ran: call and result in one block. */
function serverToolParts(block: unknown): readonly TranscriptPart[] {
  const callId = textMember(block, "id");
  const name = textMember(block, "name") ?? "";
  const error = textMember(block, "error");
  const content = error ?? memberOf(block, "result");
  return [
    { kind: "tool-call", callId, name, input: inputText(memberOf(block, "arguments")) },
    toolResultPart(content, { callId, name, isError: error !== null }),
  ];
}

function toolParts(raw: JsonObject): readonly TranscriptPart[] {
  const content = raw["content"];
  const error = textMember(raw["error"], "message") ?? textMember(raw, "tool_error");
  const result: ToolResultPart = toolResultPart(content, {
    callId: textMember(raw, "tool_call_id"),
    name: textMember(raw, "function"),
    isError: error !== null || isObject(raw["error"]),
  });
  const media = Array.isArray(content)
    ? partsOf(content).filter(({ kind }) => kind === "other")
    : [];
  return [result.output === "" && error !== null ? { ...result, output: error } : result, ...media];
}
