import {
  isObject,
  type JsonObject,
  memberOf,
  outputText,
  partsOf,
  type TranscriptPart,
  textMember,
  without,
} from "../../core/index.ts";
import type { MessageDraft } from "../reading/chain.ts";
import { lineText, withoutHookText } from "./line-text.ts";
import { entryFacts, keptLines, type SessionEntry } from "./session-entry.ts";

/** A line that was understood, or why not. */
export type ReadLine =
  | { readonly kind: "entry"; readonly entry: SessionEntry }
  | { readonly kind: "problem"; readonly reason: string };

/** What is told in fields of the message itself, so that `extra` does not repeat it. */
const toldElsewhere = ["uuid", "parentUuid", "timestamp", "message", "type", "sessionId", "cwd"];
const sameInAll = ["version", "gitBranch", "slug", "userType", "isSidechain"];

/** Reads a parsed line of a session. A type that is not known is a link, never an error. */
export function readLine(value: unknown, line: number): ReadLine {
  if (!isObject(value)) return { kind: "problem", reason: "the line is not an object" };
  const type = textMember(value, "type");
  if (type === null) return { kind: "problem", reason: "the line has no type" };
  switch (type) {
    case "user":
    case "assistant":
      return spokenLine(value, { type, line });
    case "system":
      return { kind: "entry", entry: systemLine(value, line) };
    case "attachment":
      return { kind: "entry", entry: attachmentLine(value, line) };
    default:
      return { kind: "entry", entry: { ...entryFacts(value, line), kind: "link", what: type } };
  }
}

interface Spoken {
  readonly type: "user" | "assistant";
  readonly line: number;
}

function spokenLine(raw: JsonObject, { type, line }: Spoken): ReadLine {
  const message = memberOf(raw, "message");
  if (!isObject(message)) {
    return { kind: "problem", reason: `a line of type ${type} has no message` };
  }
  const entry = type === "user" ? userLine(raw, message, line) : replyLine(raw, message, line);
  return { kind: "entry", entry };
}

/** What a message made of a line holds, whoever said it. */
function draftOf(raw: JsonObject, line: number, draft: Partial<MessageDraft>): MessageDraft {
  const message = memberOf(raw, "message");
  const rest = without(raw, [...toldElsewhere, ...sameInAll]);
  const told = [
    "role",
    "model",
    "type",
    ...(isTold(memberOf(message, "content")) ? ["content"] : []),
  ];
  const more = isObject(message) ? without(message, told) : {};
  return {
    role: "user",
    parts: [],
    line,
    at: textMember(raw, "timestamp"),
    extra: Object.keys(more).length === 0 ? rest : { ...rest, message: more },
    ...draft,
  };
}

/** Whether the parts say all of a content; what they do not (images, signatures) stays in `extra`. */
function isTold(content: unknown): boolean {
  if (typeof content === "string") return true;
  return Array.isArray(content) && content.every(isToldBlock);
}

function isToldBlock(block: unknown): boolean {
  const type = textMember(block, "type");
  if (type === "tool_result") return isTold(memberOf(block, "content") ?? "");
  return type === "text" || type === "tool_use";
}

function replyLine(raw: JsonObject, message: JsonObject, line: number): SessionEntry {
  const model = textMember(message, "model");
  // What the program itself put in the model's place: an error of the API, an empty answer.
  const isMade = model === "<synthetic>";
  const draft = draftOf(raw, line, {
    role: "assistant",
    parts: partsOf(memberOf(message, "content")),
    model: isMade ? null : model,
    provenance: isMade ? "operator" : "imported",
    reachedModel: memberOf(raw, "isApiErrorMessage") !== true,
  });
  const facts = entryFacts(raw, line);
  const replyId = textMember(message, "id");
  return { ...facts, kind: "message", drafts: [draft], replyId, isPrompt: false };
}

function userLine(raw: JsonObject, message: JsonObject, line: number): SessionEntry {
  const facts = entryFacts(raw, line);
  const parts = partsOf(memberOf(message, "content"));
  const said = (draft: Partial<MessageDraft>): SessionEntry => {
    const drafts = [draftOf(raw, line, { parts, ...draft })];
    return { ...facts, kind: "message", drafts, replyId: null, isPrompt: false };
  };
  if (parts.some(({ kind }) => kind === "tool-result")) return said({ role: "tool" });
  if (memberOf(raw, "isCompactSummary") === true) return said({ provenance: "operator" });
  const whole = parts.every(({ kind }) => kind === "text")
    ? lineText(outputText(texts(parts)))
    : null;
  if (whole?.kind === "clear") return { ...facts, kind: "split", by: "clear", keeps: [] };
  if (whole?.kind === "blocked") return { ...facts, kind: "blocked", prompt: whole.prompt };
  if (whole?.kind === "hook") return said({ role: "system", provenance: "operator" });
  if (whole?.kind === "empty") return { ...facts, kind: "link", what: "user/empty" };
  if (whole?.kind === "program" || memberOf(raw, "isMeta") === true) {
    return said({ provenance: "operator" });
  }
  return promptLine(raw, parts, line);
}

const texts = (parts: readonly TranscriptPart[]) =>
  parts.map((part) => (part.kind === "text" ? part.text : ""));

/** What the user typed, and what hooks added to the same line as messages of their own. */
function promptLine(raw: JsonObject, parts: readonly TranscriptPart[], line: number): SessionEntry {
  const split = parts.map(splitPart);
  const hidden = memberOf(raw, "isVisibleInTranscriptOnly") === true ? { reachedModel: false } : {};
  const own = draftOf(raw, line, { parts: split.flatMap((part) => part.own), ...hidden });
  const added = split.flatMap(({ hook }) => hook).map((text) => operatorText(raw, line, text));
  const facts = entryFacts(raw, line);
  return { ...facts, kind: "message", drafts: [own, ...added], replyId: null, isPrompt: true };
}

interface SplitPart {
  readonly own: readonly TranscriptPart[];
  readonly hook: readonly string[];
}

function splitPart(part: TranscriptPart): SplitPart {
  if (part.kind !== "text") return { own: [part], hook: [] };
  const isHook = lineText(part.text).kind === "hook";
  const { own, hook } = isHook ? { own: "", hook: [part.text] } : withoutHookText(part.text);
  return { own: own === "" ? [] : [{ kind: "text", text: own }], hook };
}

/** Text of the operator: neither the user's nor the model's. */
function operatorText(raw: JsonObject, line: number, text: string): MessageDraft {
  const draft = draftOf(raw, line, {
    role: "system",
    parts: [{ kind: "text", text }],
    provenance: "operator",
  });
  return { ...draft, extra: {} };
}

function systemLine(raw: JsonObject, line: number): SessionEntry {
  const facts = entryFacts(raw, line);
  const subtype = textMember(raw, "subtype") ?? "unknown";
  const content = textMember(raw, "content");
  if (subtype === "compact_boundary") {
    const parent = facts.parent ?? null;
    return { ...facts, parent, kind: "split", by: "compaction", keeps: keptLines(raw) };
  }
  const read = content === null ? null : lineText(content);
  if (read?.kind === "blocked") return { ...facts, kind: "blocked", prompt: read.prompt };
  if (subtype === "local_command" && read?.kind === "clear") {
    return { ...facts, kind: "split", by: "clear", keeps: [] };
  }
  return { ...facts, kind: "link", what: `system/${subtype}` };
}

/** Hooks whose plain output the program puts into the context. */
const contextHooks = new Set(["SessionStart", "UserPromptSubmit", "UserPromptExpansion"]);

function attachmentLine(raw: JsonObject, line: number): SessionEntry {
  const facts = entryFacts(raw, line);
  const attachment = memberOf(raw, "attachment");
  const type = textMember(attachment, "type") ?? "unknown";
  const event = textMember(attachment, "hookEvent") ?? textMember(attachment, "hookName") ?? "";
  if (type === "hook_blocking_error" && event.startsWith("UserPromptSubmit")) {
    return { ...facts, kind: "blocked", prompt: null };
  }
  const text = hookText(attachment, { type, event });
  if (text !== "") {
    const draft = { ...operatorText(raw, line, text), extra: { attachment } };
    return { ...facts, kind: "message", drafts: [draft], replyId: null, isPrompt: false };
  }
  if (type === "queued_command") return queuedPrompt(raw, attachment, line);
  return { ...facts, kind: "link", what: `attachment/${type}` };
}

interface HookFacts {
  readonly type: string;
  readonly event: string;
}

/** What a hook said to the model; empty if nothing. */
function hookText(attachment: unknown, { type, event }: HookFacts): string {
  if (type === "hook_additional_context") return outputText(memberOf(attachment, "content"));
  if (type === "hook_blocking_error") {
    const error = memberOf(attachment, "blockingError");
    return textMember(error, "blockingError") ?? outputText(error);
  }
  const isShown = type === "hook_success" && contextHooks.has(event.split(":")[0] ?? "");
  return isShown ? outputText(memberOf(attachment, "content")) : "";
}

/** A prompt that the user typed while the model was at work; it joined the turn. */
function queuedPrompt(raw: JsonObject, attachment: unknown, line: number): SessionEntry {
  const facts = entryFacts(raw, line);
  const parts = partsOf(memberOf(attachment, "prompt"));
  if (parts.length === 0) return { ...facts, kind: "link", what: "attachment/queued_command" };
  const mode = textMember(attachment, "commandMode");
  const isTyped = mode === null || mode === "prompt";
  const draft = draftOf(raw, line, { parts, provenance: isTyped ? "imported" : "operator" });
  return { ...facts, kind: "message", drafts: [draft], replyId: null, isPrompt: false };
}
