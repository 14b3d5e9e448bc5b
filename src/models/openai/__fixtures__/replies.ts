/** Bodies as servers send them, written for these tests after the API's reference. */

/** A model that declines in the field for it. */
export const refusal = {
  id: "chatcmpl-2",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "gpt-4.1-2025-04-14",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: null, refusal: "I can't help with that." },
      finish_reason: "stop",
    },
  ],
  usage: { prompt_tokens: 21, completion_tokens: 9, total_tokens: 30 },
};

/** A reply that a content filter cut off. */
export const filtered = {
  id: "chatcmpl-3",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "gpt-4o",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "First you" },
      finish_reason: "content_filter",
      content_filter_results: { violence: { filtered: true, severity: "medium" } },
    },
  ],
  usage: {
    prompt_tokens: 30,
    completion_tokens: 2,
    total_tokens: 32,
    prompt_tokens_details: { cached_tokens: 24 },
  },
};

/** A reasoning model that used its whole limit for thinking. */
export const onlyThought = {
  id: "chatcmpl-4",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "gpt-5-mini-2025-08-07",
  choices: [
    { index: 0, message: { role: "assistant", content: "", refusal: null }, finish_reason: "length" },
  ],
  usage: {
    prompt_tokens: 18,
    completion_tokens: 48,
    total_tokens: 66,
    completion_tokens_details: { reasoning_tokens: 48 },
  },
};

/** A small server of one's own: no usage, parts of text, a name for the end that is not OpenAI's. */
export const plain = {
  object: "chat.completion",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: [{ type: "text", text: "Red, green " }, { type: "text", text: "and blue." }] },
      finish_reason: "eos",
    },
  ],
};
