import type { ChatState } from "./chat-state.ts";
import { countIn, type JsonRecord, nameIn, recordIn, recordsIn, textIn } from "./json-record.ts";
import type { Draft, StreamEvent } from "./stream-event.ts";
import type { ReplyShell, Usage } from "./stream-reply.ts";

/** Between what is out already and an answer drawn again, in a protocol that has one text only. */
const seam = "\n\n";

/** See `StreamReply.opening`. */
export function chatOpening({ facts, first, createdSeconds }: ReplyShell): readonly Draft[] {
  const json = {
    id: facts.id ?? "chatcmpl-withheld",
    object: "chat.completion.chunk",
    created: countIn(first?.["created"]) ?? createdSeconds,
    model: facts.model ?? "",
    choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }],
    ...(first?.["usage"] === undefined ? {} : { usage: null }),
  };
  return [{ name: null, json }];
}

/** Chunks without content in the name of the reply. */
function chunkOf(first: JsonRecord | null, choices: readonly JsonRecord[]): JsonRecord {
  return {
    id: textIn(first?.["id"]),
    object: "chat.completion.chunk",
    created: countIn(first?.["created"]) ?? 0,
    model: textIn(first?.["model"]),
    choices,
  };
}

/** See `StreamReply.cut`. Usage goes out only where it was promised and is known: a broken-off stream may lack it. */
export function chatCut(state: ChatState, spent: Usage | null): readonly Draft[] {
  const { first, choices, isUsagePromised } = state;
  const open = [...choices].filter(([, { finish }]) => finish === null).map(([index]) => index);
  const finishes = (open.length === 0 ? [0] : open.sort((left, right) => left - right)).map(
    (index): Draft => ({
      name: null,
      json: {
        ...chunkOf(first, [{ index, delta: {}, finish_reason: "content_filter" }]),
        ...(isUsagePromised ? { usage: null } : {}),
      },
    }),
  );
  const usage: readonly Draft[] =
    isUsagePromised && spent !== null
      ? [{ name: null, json: { ...chunkOf(first, []), usage: usageJson(spent) } }]
      : [];
  return [...finishes, ...usage, { name: null, json: "[DONE]" }];
}

function usageJson({ inputTokens, outputTokens }: Usage): JsonRecord {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

/** See `StreamReply.failure`. */
export function chatFailure(message: string): readonly Draft[] {
  const error = { message, type: "upstream_error", param: null, code: "stream_interrupted" };
  return [{ name: null, json: { error } }];
}

/** See `StreamReply.graft`: the first id and time, no second role, usage of all. */
export function chatGraft(
  state: ChatState,
  spent: () => Usage | null,
): (event: StreamEvent) => readonly Draft[] {
  const { first } = state;
  const seams = new Set(
    [...state.choices]
      .filter(([, { text, refusal }]) => text + refusal !== "")
      .map(([index]) => index),
  );
  return ({ name, body }) => {
    switch (body.kind) {
      case "silent":
      case "unreadable":
        return [];
      case "done":
        return [{ name, json: "[DONE]" }];
      case "json":
        break;
    }
    const { json } = body;
    if (!Array.isArray(json["choices"])) return [{ name, json }];
    const choices = recordsIn(json["choices"]).map((choice) => continued(choice, seams));
    return [{ name, json: { ...json, ...identity(first), choices, ...merged(json, spent()) } }];
  };
}

function identity(first: JsonRecord | null): JsonRecord {
  return {
    ...(nameIn(first?.["id"]) === null ? {} : { id: first?.["id"] }),
    ...(countIn(first?.["created"]) === null ? {} : { created: first?.["created"] }),
    ...(nameIn(first?.["model"]) === null ? {} : { model: first?.["model"] }),
  };
}

function continued(choice: JsonRecord, seams: Set<number>): JsonRecord {
  const delta = recordIn(choice["delta"]);
  if (delta === null) return choice;
  const { role: _, ...rest } = delta;
  const index = countIn(choice["index"]) ?? 0;
  const content = textIn(rest["content"]);
  if (content === "" || !seams.delete(index)) return { ...choice, delta: rest };
  return { ...choice, delta: { ...rest, content: seam + content } };
}

function merged(json: JsonRecord, spent: Usage | null): JsonRecord {
  const usage = recordIn(json["usage"]);
  if (usage === null || spent === null) return {};
  const add = (member: string, tokens: number) => (countIn(usage[member]) ?? 0) + tokens;
  const { inputTokens, outputTokens } = spent;
  return {
    usage: {
      ...usage,
      prompt_tokens: add("prompt_tokens", inputTokens),
      completion_tokens: add("completion_tokens", outputTokens),
      total_tokens: add("total_tokens", inputTokens + outputTokens),
    },
  };
}
