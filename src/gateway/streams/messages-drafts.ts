import { countIn, type JsonRecord, nameIn, recordIn } from "./json-record.ts";
import type { MessagesState } from "./messages-state.ts";
import type { Draft, StreamEvent } from "./stream-event.ts";
import type { ReplyShell, Usage } from "./stream-reply.ts";

function draft(type: string, members: JsonRecord): Draft {
  return { name: type, json: { type, ...members } };
}

/** See `StreamReply.opening`. The protocol has no way to say that usage is not known; 0 then. */
export function messagesOpening({ facts, first }: ReplyShell): readonly Draft[] {
  const { inputTokens, outputTokens } = facts.usage ?? { inputTokens: 0, outputTokens: 0 };
  const message = {
    ...first,
    id: facts.id ?? "msg_withheld",
    type: "message",
    role: "assistant",
    model: facts.model ?? "",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      ...recordIn(first?.["usage"]),
      input_tokens: inputTokens,
      output_tokens: outputTokens,
    },
  };
  return [draft("message_start", { message })];
}

function openIndices({ blocks }: MessagesState): readonly number[] {
  return [...blocks].filter(([, { isOpen }]) => isOpen).map(([index]) => index);
}

function stops(state: MessagesState): readonly Draft[] {
  return openIndices(state).map((index) => draft("content_block_stop", { index }));
}

/** See `StreamReply.cut`: the open block is closed, and the stop reason is `refusal`. */
export function messagesCut(state: MessagesState, spent: Usage | null): readonly Draft[] {
  const usage = { output_tokens: spent?.outputTokens ?? state.outputTokens ?? 0 };
  return [
    ...stops(state),
    draft("message_delta", { delta: { stop_reason: "refusal", stop_sequence: null }, usage }),
    draft("message_stop", {}),
  ];
}

/** See `StreamReply.failure`. */
export function messagesFailure(message: string): readonly Draft[] {
  return [draft("error", { error: { type: "api_error", message } })];
}

/** See `StreamReply.graft`: open blocks closed first, indices go on, the other's opening left out, usage of all. */
export function messagesGraft(
  state: MessagesState,
  spent: () => Usage | null,
): (event: StreamEvent) => readonly Draft[] {
  const base = Math.max(-1, ...state.blocks.keys()) + 1;
  let seam: readonly Draft[] | null = stops(state);
  return ({ name, body }) => {
    if (body.kind !== "json") return [];
    const { json } = body;
    const type = nameIn(json["type"]) ?? name;
    if (type === "message_start" || type === "ping") return [];
    const before = seam ?? [];
    seam = null;
    const index = countIn(json["index"]);
    const moved = index === null ? json : { ...json, index: base + index };
    const merged = type === "message_delta" ? { ...moved, ...usageOf(json, spent()) } : moved;
    return [...before, { name: type, json: merged }];
  };
}

function usageOf(json: JsonRecord, spent: Usage | null): JsonRecord {
  const usage = recordIn(json["usage"]) ?? {};
  const outputTokens = (countIn(usage["output_tokens"]) ?? 0) + (spent?.outputTokens ?? 0);
  const inputTokens = countIn(usage["input_tokens"]);
  return {
    usage: {
      ...usage,
      ...(inputTokens === null ? {} : { input_tokens: inputTokens + (spent?.inputTokens ?? 0) }),
      output_tokens: outputTokens,
    },
  };
}
