import { parseJson } from "../../core/index.ts";
import { countIn, type JsonRecord, nameIn, recordIn, textIn } from "./json-record.ts";
import { messagesCut, messagesFailure, messagesGraft, messagesOpening } from "./messages-drafts.ts";
import type { MessagesBlock, MessagesState } from "./messages-state.ts";
import type { StreamEvent } from "./stream-event.ts";
import type { EventRole, StreamReply, Usage } from "./stream-reply.ts";
import { wholeMessages } from "./whole-messages.ts";

/** A reply of `POST /v1/messages`, streamed: one message of several parts. */
export function messagesReply(): StreamReply {
  const state: MessagesState = {
    first: null,
    blocks: new Map(),
    stopReason: null,
    inputTokens: null,
    outputTokens: null,
  };
  const model = () => nameIn(state.first?.["model"]);
  const messages = () => {
    const content = inOrder(state).map(blockJson);
    if (content.length === 0) return [];
    return wholeMessages("anthropic-messages", { type: "message", content });
  };
  return {
    take: (event) => take(state, event),
    messages,
    everything: messages,
    facts: () => ({
      id: nameIn(state.first?.["id"]),
      model: model(),
      finish: state.stopReason,
      usage: usageOf(state),
    }),
    first: () => state.first,
    // The official client gives no message without its end marker.
    isWhole: () => false,
    opening: messagesOpening,
    cut: (spent) => messagesCut(state, spent),
    failure: messagesFailure,
    graft: (spent) => messagesGraft(state, spent),
  };
}

function inOrder({ blocks }: MessagesState): readonly MessagesBlock[] {
  return [...blocks].sort(([left], [right]) => left - right).map(([, block]) => block);
}

function usageOf({ inputTokens, outputTokens }: MessagesState): Usage | null {
  return inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens };
}

const beside: EventRole = { kind: "beside", said: [] };
const act: EventRole = { kind: "act", said: [] };

function take(state: MessagesState, { name, body }: StreamEvent): EventRole {
  switch (body.kind) {
    case "silent":
      return beside;
    case "done":
    case "unreadable":
      return act;
    case "json":
      return takeJson(state, nameIn(body.json["type"]) ?? name, body.json);
  }
}

function takeJson(state: MessagesState, type: string | null, json: JsonRecord): EventRole {
  switch (type) {
    case "message_start":
      state.first ??= recordIn(json["message"]);
      takeUsage(state, recordIn(recordIn(json["message"])?.["usage"]));
      return beside;
    case "content_block_start":
      return takeStart(state, json);
    case "content_block_delta":
      return takeDelta(state, json);
    case "content_block_stop": {
      const block = blockOf(state, json);
      if (block === undefined) return act;
      block.isOpen = false;
      return isSaid(block.type) ? beside : act;
    }
    case "message_delta":
      state.stopReason = nameIn(recordIn(json["delta"])?.["stop_reason"]) ?? state.stopReason;
      takeUsage(state, recordIn(json["usage"]));
      return act;
    case "message_stop":
      return { kind: "end", said: [] };
    case "ping":
      return beside;
    case "error":
      return { kind: "error", said: [] };
    default:
      return act;
  }
}

function takeUsage(state: MessagesState, usage: JsonRecord | null): void {
  const input = countIn(usage?.["input_tokens"]);
  if (input !== null) state.inputTokens = input + cachedTokens(usage);
  state.outputTokens = countIn(usage?.["output_tokens"]) ?? state.outputTokens;
}

/** Input that a cache gave or took is input too. */
function cachedTokens(usage: JsonRecord | null): number {
  return (
    (countIn(usage?.["cache_read_input_tokens"]) ?? 0) +
    (countIn(usage?.["cache_creation_input_tokens"]) ?? 0)
  );
}

function blockOf(state: MessagesState, json: JsonRecord): MessagesBlock | undefined {
  return state.blocks.get(countIn(json["index"]) ?? 0);
}

/** Text, and thinking, which leaves with the text after it. */
function isSaid(type: string): boolean {
  return type === "text" || type === "thinking" || type === "redacted_thinking";
}

function takeStart(state: MessagesState, json: JsonRecord): EventRole {
  const begun = recordIn(json["content_block"]) ?? {};
  const type = textIn(begun["type"]);
  const text = textIn(begun[type === "thinking" ? "thinking" : "text"]);
  state.blocks.set(countIn(json["index"]) ?? 0, {
    type,
    begun,
    text,
    signature: "",
    citations: [],
    inputJson: "",
    isOpen: true,
  });
  if (!isSaid(type)) return act;
  return type === "text" ? say(text) : beside;
}

function say(text: string): EventRole {
  return text === "" ? beside : { kind: "text", said: [{ channel: 0, text }] };
}

function takeDelta(state: MessagesState, json: JsonRecord): EventRole {
  const delta = recordIn(json["delta"]) ?? {};
  const block = blockOf(state, json);
  if (block === undefined) return act;
  switch (delta["type"]) {
    case "text_delta":
      block.text += textIn(delta["text"]);
      return say(textIn(delta["text"]));
    case "thinking_delta":
      block.text += textIn(delta["thinking"]);
      return isSaid(block.type) ? beside : act;
    case "signature_delta":
      block.signature += textIn(delta["signature"]);
      return isSaid(block.type) ? beside : act;
    case "citations_delta":
      block.citations.push(delta["citation"]);
      return isSaid(block.type) ? beside : act;
    case "input_json_delta":
      block.inputJson += textIn(delta["partial_json"]);
      return act;
    default:
      return act;
  }
}

/** The block as the client will send it again. */
function blockJson({
  type,
  begun,
  text,
  signature,
  inputJson,
  citations,
}: MessagesBlock): JsonRecord {
  switch (type) {
    case "text":
      return { ...begun, text, ...(citations.length > 0 ? { citations } : {}) };
    case "thinking":
      return { ...begun, thinking: text, ...(signature === "" ? {} : { signature }) };
    default:
      return inputJson === "" ? begun : { ...begun, input: inputOf(inputJson) };
  }
}

/** What cannot be read yet stays text. */
function inputOf(json: string): unknown {
  const parsed = parseJson(json);
  return parsed.kind === "value" ? parsed.value : json;
}
