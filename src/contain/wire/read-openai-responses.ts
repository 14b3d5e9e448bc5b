import { isObject, type JsonObject, memberOf, partsOf, textMember } from "../../core/index.ts";
import type { Digest, WireIssue, WireReading } from "../wire-conversation.ts";
import { type MessageDraft, unreadBlocks } from "./message-draft.ts";
import { chainStart, linkDrafts } from "./message-links.ts";
import { invalid, nameOf, quoted, readEnvelope, readObject } from "./read-object.ts";
import { itemDraft, itemRole, itemType } from "./responses-items.ts";

/**
 * A request to `POST /v1/responses` as a conversation, or what is wrong with it: `instructions` and a stored
 * `prompt` as system prompts, then one message an item of `input`; an input that is a string is one message,
 * element 0. Never throws.
 */
export function readOpenaiResponses(body: string, digest: Digest): WireReading {
  const parsed = readObject(body);
  if (parsed.kind === "invalid") return parsed;
  const request = parsed.object;
  const envelope = readEnvelope(request);
  if (envelope.kind === "invalid") return envelope;
  const input = memberOf(request, "input") ?? [];
  if (typeof input !== "string" && !Array.isArray(input)) {
    return invalid(`input must be a string or an array, not ${nameOf(input)}`, "input");
  }
  const previous = textMember(request, "previous_response_id");
  const session = nameOfConversation(request);
  const items: readonly unknown[] = typeof input === "string" ? [asMessage(input)] : input;
  const isWhole = previous === null && session === null && !items.some(isReference);
  const issue = issueIn(items, isWhole);
  if (issue !== null) return { kind: "invalid", issue };
  const drafts = [...promptDrafts(request), ...items.map(itemDraft)];
  if (drafts.length === 0)
    return invalid("input is missing or empty; send at least one item", "input");
  const messages = linkDrafts(drafts, digest, { from: chainStart, isGenerated: false });
  const { model, isStream } = envelope;
  const format = "openai-responses";
  const conversation = { format, messages, model, isStream, session, previous } as const;
  return { kind: "conversation", conversation };
}

const asMessage = (content: string) => ({ type: "message", role: "user", content });

const isReference = (item: unknown): boolean => itemType(item) === "item_reference";

/** The vendor's conversation, given by its id or as an object. */
function nameOfConversation(request: JsonObject): string | null {
  return textMember(request, "conversation") ?? textMember(memberOf(request, "conversation"), "id");
}

function promptDrafts(request: JsonObject): readonly MessageDraft[] {
  const instructions = memberOf(request, "instructions");
  const prompt = memberOf(request, "prompt");
  const common = { role: "system", element: null, isSigned: false } as const;
  const parts = partsOf(instructions);
  return [
    ...(isObject(prompt)
      ? [{ ...common, parts: partsOf([{ type: "prompt" }]), unread: unreadBlocks([prompt]) }]
      : []),
    ...(parts.length === 0 ? [] : [{ ...common, parts, unread: unreadBlocks(instructions) }]),
  ];
}

/** Outputs whose call the API asks for. */
const answers = new Set(["function_call_output", "custom_tool_call_output"]);

/** What is wrong with the items; a request that is not whole may answer a call that the vendor keeps. */
function issueIn(items: readonly unknown[], isWhole: boolean): WireIssue | null {
  const calls = new Set<string>();
  for (const [index, item] of items.entries()) {
    const at = `input[${index}]`;
    const found = issueOf(item, at) ?? (isWhole ? issueOfAnswer(item, { at, calls }) : null);
    if (found !== null) return found;
    const id = textMember(item, "call_id");
    if (id !== null && !answers.has(itemType(item))) calls.add(id);
  }
  return null;
}

const issue = (message: string, param: string): WireIssue => ({ message, param });

function issueOf(item: unknown, at: string): WireIssue | null {
  if (!isObject(item)) return issue(`${at} must be an object, not ${nameOf(item)}`, at);
  const type = itemType(item);
  if (answers.has(type) && textMember(item, "call_id") === null) {
    const is = nameOf(memberOf(item, "call_id"));
    return issue(`${at}.call_id must be a string that is not empty, and is ${is}`, `${at}.call_id`);
  }
  if (type !== "message") return null;
  const role = memberOf(item, "role");
  if (itemRole(role) === null) {
    const known = "user, assistant, system or developer";
    return issue(`${at}.role is ${quoted(role)}; it must be ${known}`, `${at}.role`);
  }
  const content = memberOf(item, "content") ?? null;
  if (content === null || typeof content === "string" || Array.isArray(content)) return null;
  const is = `${at}.content must be a string or an array, not ${nameOf(content)}`;
  return issue(is, `${at}.content`);
}

function issueOfAnswer(
  item: unknown,
  { at, calls }: { readonly at: string; readonly calls: ReadonlySet<string> },
): WireIssue | null {
  const id = textMember(item, "call_id");
  if (!answers.has(itemType(item)) || id === null || calls.has(id)) return null;
  const wanted = "send the call before it, or the previous_response_id that holds it";
  return issue(`${at}.call_id ${quoted(id)} answers no earlier call; ${wanted}`, `${at}.call_id`);
}
