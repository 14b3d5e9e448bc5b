import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  parseJson,
  partsOf,
  type TranscriptRole,
  textMember,
} from "../../core/index.ts";
import type { Digest, WireIssue, WireReading } from "../wire-conversation.ts";
import { hasSignedBlock, type MessageDraft, unreadBlocks } from "./message-draft.ts";
import { chainStart, linkDrafts } from "./message-links.ts";
import { invalid, nameOf, quoted, readEnvelope, readObject } from "./read-object.ts";

/**
 * A request to `POST /v1/messages` (or its `count_tokens`) as a conversation, or what is wrong with it: the
 * top-level system prompt first, then one message an element. Never throws.
 */
export function readAnthropicMessages(body: string, digest: Digest): WireReading {
  const parsed = readObject(body);
  if (parsed.kind === "invalid") return parsed;
  const request = parsed.object;
  const envelope = readEnvelope(request);
  if (envelope.kind === "invalid") return envelope;
  const list = memberOf(request, "messages");
  if (!Array.isArray(list)) {
    return invalid(`messages must be an array, and is ${nameOf(list)}`, "messages");
  }
  if (list.length === 0) return invalid("messages is empty; send at least one", "messages");
  const found = issueOfSystem(request) ?? issueIn(list);
  if (found !== null) return { kind: "invalid", issue: found };
  const drafts = [...systemDrafts(request), ...list.map(draftOf)];
  const messages = linkDrafts(drafts, digest, { from: chainStart, isGenerated: false });
  const { model, isStream } = envelope;
  const session = sessionOf(textMember(memberOf(request, "metadata"), "user_id"));
  const format = "anthropic-messages";
  const conversation = { format, messages, model, isStream, session, previous: null } as const;
  return { kind: "conversation", conversation };
}

/**
 * The session in a coding agent's `metadata.user_id`: what follows `_session_`, or, as Claude Code writes it
 * since 2.1.78, the `session_id` of a JSON object.
 */
function sessionOf(userId: string | null): string | null {
  if (userId === null) return null;
  if (userId.startsWith("{")) {
    const parsed = parseJson(userId);
    return parsed.kind === "value" ? textMember(parsed.value, "session_id") : null;
  }
  return /_session_([\w-]+)$/.exec(userId)?.[1] ?? null;
}

/**
 * Claude Code's first system block until 2.1.181 has a checksum of the whole request in it, so it differs
 * each time and says nothing to the model: it counts for no place.
 */
const attribution = /^x-anthropic-billing-header:/;

function systemDrafts(request: JsonObject): readonly MessageDraft[] {
  const system = memberOf(request, "system");
  const parts = partsOf(system).filter(
    (part) => part.kind !== "text" || !attribution.test(part.text),
  );
  if (parts.length === 0) return [];
  const unread = unreadBlocks(system);
  return [{ role: "system", parts, element: null, isSigned: false, unread }];
}

function draftOf(message: unknown, element: number): MessageDraft {
  const content = memberOf(message, "content");
  const parts = partsOf(content);
  const isAnswer = parts.length > 0 && parts.every(({ kind }) => kind === "tool-result");
  const named = roleOf(memberOf(message, "role")) ?? "user";
  const role = named === "user" && isAnswer ? "tool" : named;
  return { role, parts, element, isSigned: hasSignedBlock(content), unread: unreadBlocks(content) };
}

function roleOf(role: unknown): Exclude<TranscriptRole, "tool"> | null {
  return role === "user" || role === "assistant" || role === "system" ? role : null;
}

const issue = (message: string, param: string): WireIssue => ({ message, param });

function issueOfSystem(request: JsonObject): WireIssue | null {
  const system = memberOf(request, "system") ?? "";
  if (typeof system === "string" || Array.isArray(system)) return null;
  return issue(`system must be a string or an array, not ${nameOf(system)}`, "system");
}

/** Calls of the model's turn that the user's turn may answer; messages of one role in a row are one turn. */
interface Turns {
  role: "user" | "assistant";
  calls: Set<string>;
}

function issueIn(list: readonly unknown[]): WireIssue | null {
  const turns: Turns = { role: "user", calls: new Set() };
  for (const [index, message] of list.entries()) {
    const at = `messages[${index}]`;
    const found = issueOf(message, at) ?? issueOfPairs(message, { at, turns });
    if (found !== null) return found;
  }
  return null;
}

function issueOf(message: unknown, at: string): WireIssue | null {
  if (!isObject(message)) return issue(`${at} must be an object, not ${nameOf(message)}`, at);
  const role = memberOf(message, "role");
  if (roleOf(role) === null) {
    return issue(`${at}.role is ${quoted(role)}; it must be user or assistant`, `${at}.role`);
  }
  const content = memberOf(message, "content");
  if (typeof content === "string" || Array.isArray(content)) return null;
  return issue(
    `${at}.content must be a string or an array, and is ${nameOf(content)}`,
    `${at}.content`,
  );
}

function issueOfPairs(
  message: unknown,
  { at, turns }: { readonly at: string; readonly turns: Turns },
): WireIssue | null {
  const role = roleOf(memberOf(message, "role"));
  if (role === null || role === "system") return null;
  if (role === "assistant" && turns.role === "user") turns.calls = new Set();
  turns.role = role;
  const blocks = arrayMember(message, "content");
  if (role === "assistant") addCalls(blocks, turns.calls);
  const lost = blocks.findIndex((block) => isResult(block) && !isAnswer(block, turns));
  if (lost === -1) return null;
  const param = `${at}.content[${lost}].tool_use_id`;
  const named = quoted(memberOf(blocks[lost], "tool_use_id"));
  const wanted = "a result stands in the user message right after its call";
  return issue(`${param} ${named} answers no tool_use of the message before; ${wanted}`, param);
}

function addCalls(blocks: readonly unknown[], calls: Set<string>): void {
  for (const block of blocks) {
    const id = textMember(block, "id");
    if (memberOf(block, "type") === "tool_use" && id !== null) calls.add(id);
  }
}

const isResult = (block: unknown): boolean => memberOf(block, "type") === "tool_result";

function isAnswer(block: unknown, { role, calls }: Turns): boolean {
  const id = memberOf(block, "tool_use_id");
  return role === "user" && typeof id === "string" && calls.has(id);
}
