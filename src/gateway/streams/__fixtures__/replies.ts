/**
 * Streams of the three APIs, written from their documentation, whose text is given piece by piece.
 */

/** What a stream is to say. */
export interface FixtureReply {
  readonly format: "openai-chat" | "openai-responses" | "anthropic-messages";
  readonly id: string;
  /** Pieces of text, one delta each. */
  readonly texts: readonly string[];
  readonly thinking?: readonly string[];
  readonly call?: { readonly id: string; readonly name: string; readonly pieces: readonly string[] };
}

const encoder = new TextEncoder();

/** The stream's bytes. */
export function fixtureBytes(reply: FixtureReply): Uint8Array {
  const events = { "openai-chat": chat, "openai-responses": responses, "anthropic-messages": messages };
  return encoder.encode(events[reply.format](reply).join(""));
}

const event = (type: string, members: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`;

function chat({ id, texts, thinking = [], call }: FixtureReply): readonly string[] {
  const chunk = (choices: readonly object[], usage: object | null = null) =>
    `data: ${JSON.stringify({ id, object: "chat.completion.chunk", created: 1700000000, model: "m-1", service_tier: "default", choices, usage })}\n\n`;
  const delta = (given: object, finish: string | null = null) =>
    chunk([{ index: 0, delta: given, logprobs: null, finish_reason: finish }]);
  const calls = (given: object) => delta({ tool_calls: [{ index: 0, ...given }] });
  return [
    delta({ role: "assistant", content: "" }),
    ...thinking.map((text) => delta({ reasoning_content: text })),
    ...texts.map((content) => delta({ content })),
    ...(call === undefined
      ? []
      : [
          calls({ id: call.id, type: "function", function: { name: call.name, arguments: "" } }),
          ...call.pieces.map((piece) => calls({ function: { arguments: piece } })),
        ]),
    delta({}, call === undefined ? "stop" : "tool_calls"),
    chunk([], { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }),
    "data: [DONE]\n\n",
  ];
}

function messages({ id, texts, thinking = [], call }: FixtureReply): readonly string[] {
  const blocks: (readonly string[])[] = [];
  const block = (begun: object, deltas: readonly object[]) => {
    const index = blocks.length;
    blocks.push([
      event("content_block_start", { index, content_block: begun }),
      ...deltas.map((delta) => event("content_block_delta", { index, delta })),
      event("content_block_stop", { index }),
    ]);
  };
  if (thinking.length > 0) {
    block({ type: "thinking", thinking: "", signature: "" }, [
      ...thinking.map((text) => ({ type: "thinking_delta", thinking: text })),
      { type: "signature_delta", signature: "c2lnbmVk" },
    ]);
  }
  if (texts.length > 0) {
    block({ type: "text", text: "" }, texts.map((text) => ({ type: "text_delta", text })));
  }
  if (call !== undefined) {
    block(
      { type: "tool_use", id: call.id, name: call.name, input: {} },
      call.pieces.map((partial_json) => ({ type: "input_json_delta", partial_json })),
    );
  }
  const message = {
    id,
    type: "message",
    role: "assistant",
    model: "m-1",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 1 },
  };
  const stop_reason = call === undefined ? "end_turn" : "tool_use";
  return [
    event("message_start", { message }),
    event("ping", {}),
    ...blocks.flat(),
    event("message_delta", {
      delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: 5 },
    }),
    event("message_stop", {}),
  ];
}

function responses({ id, texts, thinking = [], call }: FixtureReply): readonly string[] {
  const events: string[] = [];
  const output: object[] = [];
  const add = (type: string, members: object) =>
    events.push(event(`response.${type}`, { ...members, sequence_number: events.length }));
  const shell = {
    id,
    object: "response",
    created_at: 1700000000,
    model: "m-1",
    status: "in_progress",
    error: null,
    incomplete_details: null,
    output: [],
    usage: null,
    metadata: {},
  };
  const item = (begun: object, done: object, within: (place: object) => void) => {
    const output_index = output.length;
    add("output_item.added", { output_index, item: begun });
    within({ output_index, item_id: (begun as { id: string }).id });
    add("output_item.done", { output_index, item: done });
    output.push(done);
  };
  add("created", { response: shell });
  add("in_progress", { response: shell });
  if (thinking.length > 0) {
    const text = thinking.join("");
    const begun = { id: `rs_${id}`, type: "reasoning", summary: [] };
    item(begun, { ...begun, summary: [{ type: "summary_text", text }] }, (place) => {
      const at = { ...place, summary_index: 0 };
      add("reasoning_summary_part.added", { ...at, part: { type: "summary_text", text: "" } });
      for (const delta of thinking) add("reasoning_summary_text.delta", { ...at, delta });
      add("reasoning_summary_text.done", { ...at, text });
      add("reasoning_summary_part.done", { ...at, part: { type: "summary_text", text } });
    });
  }
  if (texts.length > 0) {
    const begun = { id: `msg_${id}`, type: "message", role: "assistant", status: "in_progress" };
    const part = { type: "output_text", text: texts.join(""), annotations: [], logprobs: [] };
    const done = { ...begun, status: "completed", content: [part] };
    item({ ...begun, content: [] }, done, (place) => {
      const at = { ...place, content_index: 0 };
      add("content_part.added", { ...at, part: { ...part, text: "" } });
      for (const delta of texts) add("output_text.delta", { ...at, delta, logprobs: [] });
      add("output_text.done", { ...at, text: part.text, logprobs: [] });
      add("content_part.done", { ...at, part });
    });
  }
  if (call !== undefined) {
    const begun = { id: `fc_${id}`, type: "function_call", call_id: call.id, name: call.name };
    const json = call.pieces.join("");
    const done = { ...begun, arguments: json, status: "completed" };
    item({ ...begun, arguments: "", status: "in_progress" }, done, (place) => {
      for (const delta of call.pieces) add("function_call_arguments.delta", { ...place, delta });
      add("function_call_arguments.done", { ...place, arguments: json, name: call.name });
    });
  }
  const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
  add("completed", { response: { ...shell, status: "completed", output, usage } });
  return events;
}
