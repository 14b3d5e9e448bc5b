import type { WireFormat } from "../../contain/index.ts";
import type { ScriptedReply } from "./scripted-upstream.ts";
import { eventStream } from "./scripted-upstream.ts";

/** The three guarded endpoints. */
export const formats: readonly WireFormat[] = [
  "openai-chat",
  "openai-responses",
  "anthropic-messages",
];

const paths: Readonly<Record<WireFormat, string>> = {
  "openai-chat": "/v1/chat/completions",
  "openai-responses": "/v1/responses",
  "anthropic-messages": "/v1/messages",
};

export function pathOf(format: WireFormat): string {
  return paths[format];
}

/** A request that says `text`, after turns of the user's and the assistant's in turn. */
export function bodyOf(
  format: WireFormat,
  said: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const messages = said.map((content, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content,
  }));
  const list = format === "openai-responses" ? { input: messages } : { messages };
  const limit = format === "anthropic-messages" ? { max_tokens: 50 } : {};
  return { model: "m-1", ...limit, ...list, ...more };
}

/** A whole reply that says `text`. */
export function replyOf(format: WireFormat, text: string, id = "r1"): ScriptedReply {
  return { chunks: [JSON.stringify(replyObject(format, text, id))] };
}

export function replyObject(format: WireFormat, text: string, id = "r1"): object {
  switch (format) {
    case "openai-chat":
      return {
        id,
        object: "chat.completion",
        created: 1,
        model: "m-1",
        choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
        usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
      };
    case "openai-responses":
      return {
        id,
        object: "response",
        created_at: 1,
        status: "completed",
        model: "m-1",
        output: [outputMessage(text)],
        usage: { input_tokens: 5, output_tokens: 7, total_tokens: 12 },
      };
    case "anthropic-messages":
      return {
        id,
        type: "message",
        role: "assistant",
        model: "m-1",
        content: [{ type: "text", text }],
        stop_reason: "end_turn",
        stop_sequence: null,
        usage: { input_tokens: 5, output_tokens: 7 },
      };
  }
}

/** The same as a stream: one event a piece of text. */
export function streamOf(format: WireFormat, pieces: readonly string[], id = "r1"): ScriptedReply {
  return { headers: eventStream, chunks: eventsOf(format, pieces, id) };
}

function eventsOf(format: WireFormat, pieces: readonly string[], id: string): readonly string[] {
  switch (format) {
    case "openai-chat":
      return [
        ...pieces.map((content) => dataOf(chunkOf(id, { delta: { content }, finish_reason: null }))),
        dataOf(chunkOf(id, { delta: {}, finish_reason: "stop" })),
        "data: [DONE]\n\n",
      ];
    case "openai-responses":
      return responsesEvents(pieces, id);
    case "anthropic-messages":
      return [
        named({
          type: "message_start",
          message: { ...replyObject(format, "", id), content: [], stop_reason: null },
        }),
        named({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
        ...pieces.map((text) =>
          named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }),
        ),
        named({ type: "content_block_stop", index: 0 }),
        named({
          type: "message_delta",
          delta: { stop_reason: "end_turn", stop_sequence: null },
          usage: { output_tokens: 7 },
        }),
        named({ type: "message_stop" }),
      ];
  }
}

function responsesEvents(pieces: readonly string[], id: string): readonly string[] {
  const text = pieces.join("");
  const begun = { ...replyObject("openai-responses", text, id), status: "in_progress", output: [] };
  const part = { type: "output_text", text, annotations: [] };
  const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
  const empty = { ...outputMessage(""), status: "in_progress", content: [] };
  const events = [
    { type: "response.created", response: begun },
    { type: "response.output_item.added", output_index: 0, item: empty },
    { type: "response.content_part.added", ...at, part: { ...part, text: "" } },
    ...pieces.map((delta) => ({ type: "response.output_text.delta", ...at, delta })),
    { type: "response.output_text.done", ...at, text },
    { type: "response.content_part.done", ...at, part },
    { type: "response.output_item.done", output_index: 0, item: outputMessage(text) },
    { type: "response.completed", response: replyObject("openai-responses", text, id) },
  ];
  return events.map((event, index) => named({ ...event, sequence_number: index }));
}

function outputMessage(text: string) {
  const content = [{ type: "output_text", text, annotations: [] }];
  return { id: "msg_1", type: "message", role: "assistant", status: "completed", content };
}

function chunkOf(id: string, choice: object): object {
  const choices = [{ index: 0, ...choice }];
  return { id, object: "chat.completion.chunk", created: 1, model: "m-1", choices };
}

function dataOf(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function named(value: Readonly<Record<string, unknown>>): string {
  return `event: ${String(value["type"])}\n${dataOf(value)}`;
}
