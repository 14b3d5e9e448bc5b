import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  parseJson,
  partsOf,
  type TranscriptMessage,
  textMember,
} from "../../core/index.ts";
import type { WireReply } from "../wire-conversation.ts";
import { messageFrom } from "./message-draft.ts";
import { chatParts } from "./read-openai-chat.ts";
import { itemDraft } from "./responses-items.ts";

/** A chat completion: its first choice, which is the one that a client sends again. */
export function readChatReply(body: string): WireReply | null {
  const reply = objectIn(body);
  const choice = arrayMember(reply, "choices")[0];
  const message = memberOf(choice, "message");
  if (reply === null || !isObject(message)) return null;
  const content = memberOf(message, "content");
  const parts = chatParts({ ...message, role: "assistant" });
  const extra = Array.isArray(content) ? { content } : {};
  return {
    messages: [assistant(parts, extra, 0)],
    ...factsOf(reply),
    finish: textMember(choice, "finish_reason"),
    usage: usageOf(reply, ["prompt_tokens", "completion_tokens"]),
  };
}

/** A response of the Responses API: one message an output item. */
export function readResponsesReply(body: string): WireReply | null {
  const reply = objectIn(body);
  const output = memberOf(reply, "output");
  if (reply === null || !Array.isArray(output) || isObject(memberOf(reply, "error"))) return null;
  return {
    messages: output.map((item: unknown, index) => {
      const { role, parts } = itemDraft(item, index);
      const place = { index, isGenerated: true };
      return messageFrom({ role, parts, extra: { item } }, place);
    }),
    ...factsOf(reply),
    finish:
      textMember(memberOf(reply, "incomplete_details"), "reason") ?? textMember(reply, "status"),
    usage: usageOf(reply, ["input_tokens", "output_tokens"]),
  };
}

/** A message of Anthropic's API, all its blocks in one; input tokens include those read from and put in a cache. */
export function readAnthropicReply(body: string): WireReply | null {
  const reply = objectIn(body);
  const content = memberOf(reply, "content");
  if (reply === null || memberOf(reply, "type") !== "message" || !Array.isArray(content))
    return null;
  const usage = usageOf(reply, ["input_tokens", "output_tokens"]);
  const cached = ["cache_read_input_tokens", "cache_creation_input_tokens"]
    .map((name) => countIn(memberOf(reply, "usage"), name) ?? 0)
    .reduce((sum, count) => sum + count, 0);
  return {
    messages: [assistant(partsOf(content), { content }, 0)],
    ...factsOf(reply),
    finish: textMember(reply, "stop_reason"),
    usage: usage === null ? null : { ...usage, inputTokens: usage.inputTokens + cached },
  };
}

function objectIn(body: string): JsonObject | null {
  const parsed = parseJson(body);
  return parsed.kind === "value" && isObject(parsed.value) ? parsed.value : null;
}

function assistant(
  parts: TranscriptMessage["parts"],
  extra: TranscriptMessage["extra"],
  index: number,
): TranscriptMessage {
  return messageFrom({ role: "assistant", parts, extra }, { index, isGenerated: true });
}

function factsOf(reply: JsonObject): Pick<WireReply, "id" | "model"> {
  return { id: textMember(reply, "id"), model: textMember(reply, "model") };
}

function countIn(value: unknown, name: string): number | null {
  const count = memberOf(value, name);
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

function usageOf(
  reply: JsonObject,
  [input, output]: readonly [string, string],
): WireReply["usage"] {
  const usage = memberOf(reply, "usage");
  const inputTokens = countIn(usage, input);
  const outputTokens = countIn(usage, output);
  return inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens };
}
