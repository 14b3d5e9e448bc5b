import {
  arrayMember,
  inputText,
  type JsonObject,
  memberOf,
  partsOf,
  type TranscriptPart,
  textMember,
  toolResultPart,
  without,
} from "../../core/index.ts";
import { type MessageDraft, roleNamed } from "../reading/chain.ts";
import { isScaffolding } from "./scaffolding.ts";

/** What an item of the exchange with the model is. */
export type ReadItem =
  | {
      readonly kind: "messages";
      /** Usually one; scaffolding in a user's message comes before it as a message of its own. */
      readonly drafts: readonly MessageDraft[];
    }
  /** Something that neither side says. */
  | { readonly kind: "aside" };

/** Reads the payload of a `response_item`. An unknown type is an `other` part of the model, never an error. */
export function readItem(payload: JsonObject): ReadItem {
  const type = textMember(payload, "type") ?? "unknown";
  switch (type) {
    case "message":
      return spoken(payload);
    case "reasoning":
      return said(payload, "assistant", reasoningParts(payload));
    case "function_call":
    case "custom_tool_call":
    case "local_shell_call":
    case "web_search_call":
    case "tool_search_call":
      return said(payload, "assistant", [callPart(payload, type)]);
    case "function_call_output":
    case "custom_tool_call_output":
    case "tool_search_output":
      return said(payload, "tool", [outputPart(payload)]);
    case "ghost_snapshot":
      return { kind: "aside" };
    default:
      return said(payload, type.endsWith("_output") ? "tool" : "assistant", [
        { kind: "other", type },
      ]);
  }
}

function said(
  payload: JsonObject,
  role: MessageDraft["role"],
  parts: readonly TranscriptPart[],
): ReadItem {
  return { kind: "messages", drafts: [{ role, parts, extra: { item: payload } }] };
}

/** A message; what only the program put into it is the operator's. */
function spoken(payload: JsonObject): ReadItem {
  const named = memberOf(payload, "role");
  const role = roleNamed(named) ?? "system";
  const parts = partsOf(memberOf(payload, "content"));
  const extra = without(payload, ["type", "role", "content"]);
  const isPlain = parts.every(({ kind }) => kind === "text");
  const kept = isPlain ? extra : { ...extra, content: memberOf(payload, "content") };
  if (role === "assistant") return { kind: "messages", drafts: [{ role, parts, extra: kept }] };
  const operator = { role: "system", provenance: "operator" } as const;
  if (role !== "user") {
    return { kind: "messages", drafts: [{ ...operator, parts, extra: { ...kept, role: named } }] };
  }
  const scaffolding = parts.filter((part) => part.kind === "text" && isScaffolding(part.text));
  const own = parts.filter((part) => !scaffolding.includes(part));
  const program = scaffolding.length === 0 ? [] : [{ ...operator, parts: scaffolding }];
  const user = own.length === 0 && program.length > 0 ? [] : [{ role, parts: own, extra: kept }];
  return { kind: "messages", drafts: [...program, ...user] };
}

/** The summary of what the model thought, or the thoughts themselves where they are open. */
function reasoningParts(payload: JsonObject): readonly TranscriptPart[] {
  const open = arrayMember(payload, "content");
  const blocks = open.length > 0 ? open : arrayMember(payload, "summary");
  const texts = blocks.flatMap((block) => textMember(block, "text") ?? []);
  if (texts.length === 0) return [{ kind: "other", type: "reasoning" }];
  return texts.map((text) => ({ kind: "reasoning", text }));
}

const names: ReadonlyMap<string, string> = new Map([
  ["local_shell_call", "shell"],
  ["web_search_call", "web_search"],
  ["tool_search_call", "tool_search"],
]);

function callPart(payload: JsonObject, type: string): TranscriptPart {
  const input = ["arguments", "input", "action"].map((key) => memberOf(payload, key));
  return {
    kind: "tool-call",
    callId: textMember(payload, "call_id"),
    name: textMember(payload, "name") ?? names.get(type) ?? type,
    input: inputText(input.find((value) => value !== undefined)),
  };
}

function outputPart(payload: JsonObject): TranscriptPart {
  const output = memberOf(payload, "output") ?? memberOf(payload, "tools");
  const content = memberOf(output, "content");
  const success = memberOf(output, "success");
  return toolResultPart(content ?? output, {
    callId: textMember(payload, "call_id"),
    isError: typeof success === "boolean" ? !success : null,
  });
}
