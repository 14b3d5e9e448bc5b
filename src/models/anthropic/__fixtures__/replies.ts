/** Bodies as the API sends them, written for these tests after its reference. */

const usage = { input_tokens: 21, output_tokens: 9 };

/** A model that ends the turn because it will not go on. */
export const refusal = {
  id: "msg_2",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-5-20250929",
  content: [{ type: "text", text: "I won't go on with this." }],
  stop_reason: "refusal",
  stop_sequence: null,
  usage,
};

/** A model that thought until its limit. */
export const onlyThought = {
  id: "msg_3",
  type: "message",
  role: "assistant",
  model: "claude-opus-5",
  content: [{ type: "thinking", thinking: "Three colours, so", signature: "c2ln" }],
  stop_reason: "max_tokens",
  stop_sequence: null,
  usage,
};

/** A reply whose beginning lay in the prompt cache, with a block of a kind that is not text. */
export const cached = {
  id: "msg_4",
  type: "message",
  role: "assistant",
  model: "claude-haiku-4-5",
  content: [
    { type: "text", text: "Red, " },
    { type: "citations", sources: [] },
    { type: "text", text: "green." },
  ],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: {
    input_tokens: 4,
    output_tokens: 5,
    cache_creation_input_tokens: 10,
    cache_read_input_tokens: 100,
  },
};
