import { arrayMember, memberOf } from "../../../core/index.ts";
import type { WireFormat } from "../../wire-conversation.ts";

/**
 * What an API would refuse in a request, by its own rules as far as tests need them; empty if nothing. Looks
 * at the parsed body alone and shares nothing with what edits.
 */
export function faultsOf(format: WireFormat, body: string): readonly string[] {
  const request: unknown = JSON.parse(body);
  switch (format) {
    case "openai-chat":
      return chatFaults(arrayMember(request, "messages"));
    case "openai-responses":
      return responsesFaults(arrayMember(request, "input"));
    case "anthropic-messages":
      return anthropicFaults(arrayMember(request, "messages"));
  }
}

const ids = (list: readonly unknown[], key: string): readonly string[] =>
  list.map((value) => String(memberOf(value, key)));

/** Tool messages directly follow the calls that they answer, and every call is answered. */
function chatFaults(messages: readonly unknown[]): readonly string[] {
  const faults: string[] = messages.length === 0 ? ["no message"] : [];
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const role = memberOf(message, "role");
    if (role === "tool") {
      if (!open.delete(String(memberOf(message, "tool_call_id")))) faults.push(`${index}: no call`);
      continue;
    }
    if (open.size > 0) faults.push(`${index}: calls before it without results`);
    open = new Set(ids(arrayMember(message, "tool_calls"), "id"));
  }
  if (open.size > 0) faults.push("the last calls have no results");
  if (!messages.some((message) => memberOf(message, "role") === "user")) faults.push("no user");
  return faults;
}

/** Calls and outputs come in pairs; reasoning stands right before what it led to, and that after it. */
function responsesFaults(items: readonly unknown[]): readonly string[] {
  const faults: string[] = items.length === 0 ? ["no item"] : [];
  const typeAt = (index: number) => memberOf(items[index], "type");
  const calls = ids(items.filter((item) => memberOf(item, "type") === "function_call"), "call_id");
  const outputs = ids(
    items.filter((item) => memberOf(item, "type") === "function_call_output"),
    "call_id",
  );
  for (const id of outputs) if (!calls.includes(id)) faults.push(`output ${id} without its call`);
  for (const id of calls) if (!outputs.includes(id)) faults.push(`call ${id} without its output`);
  for (const [index, item] of items.entries()) {
    const led = memberOf(item, "led_to");
    if (typeAt(index) === "reasoning" && memberOf(items[index + 1], "id") !== led) {
      faults.push(`${index}: reasoning without what it led to`);
    }
    const reasoning = memberOf(item, "led_by");
    if (reasoning !== undefined && memberOf(items[index - 1], "id") !== reasoning) {
      faults.push(`${index}: parted from its reasoning`);
    }
  }
  if (!items.some((item) => memberOf(item, "role") === "user")) faults.push("no user");
  return faults;
}

interface Turn {
  readonly role: unknown;
  readonly blocks: unknown[];
}

/** Messages of one role in a row are one turn; the user begins; results come first in the turn after the calls. */
function anthropicFaults(messages: readonly unknown[]): readonly string[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const role = memberOf(message, "role");
    const content = memberOf(message, "content");
    const blocks: readonly unknown[] = Array.isArray(content) ? content : [{ type: "text" }];
    const last = turns.at(-1);
    if (last !== undefined && last.role === role) last.blocks.push(...blocks);
    else turns.push({ role, blocks: [...blocks] });
  }
  const faults = turns.flatMap((turn, index) => turnFaults(turn, turns[index - 1], index));
  if (turns[0]?.role !== "user") faults.push("the first message is not the user's");
  if (turns.at(-1)?.role !== "user") faults.push("the last message is not the user's");
  return faults;
}

function turnFaults(turn: Turn, before: Turn | undefined, index: number): string[] {
  const ofType = (blocks: readonly unknown[], type: string) =>
    blocks.filter((block) => memberOf(block, "type") === type);
  const answered = ids(ofType(turn.blocks, "tool_result"), "tool_use_id");
  const called = ids(ofType(before?.blocks ?? [], "tool_use"), "id");
  const firstOther = turn.blocks.findIndex((block) => memberOf(block, "type") !== "tool_result");
  const isLate = firstOther !== -1 && answered.length > firstOther;
  return [
    ...answered.filter((id) => !called.includes(id)).map((id) => `${index}: ${id} not called`),
    ...called.filter((id) => !answered.includes(id)).map((id) => `${index}: ${id} not answered`),
    ...(isLate ? [`${index}: results after other blocks`] : []),
    ...(turn.blocks.length === 0 ? [`${index}: no content`] : []),
  ];
}
