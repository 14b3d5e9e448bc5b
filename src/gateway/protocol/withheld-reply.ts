import { type WireFormat, withheldText } from "../../contain/index.ts";
import { memberOf } from "../../core/index.ts";

/** What a withheld reply is made from. */
export interface WithheldOptions {
  readonly format: WireFormat;
  /** The reply that is withheld, as the vendor sent it; `null` where it could not be read. */
  readonly original: unknown;
  readonly model: string | null;
  /** Letters and digits, unguessable: the vendor's own id would name the reply that is withheld. */
  readonly id: string;
  readonly createdSeconds: number;
}

/**
 * A short honest reply in the protocol's shape, marked as filtered. Of the original only counts and settings are
 * taken over, member by member, since what is not known may hold what was said.
 */
export function withheldReply(options: WithheldOptions): object {
  switch (options.format) {
    case "openai-chat":
      return chatReply(options);
    case "openai-responses":
      return responsesReply(options);
    case "anthropic-messages":
      return messagesReply(options);
  }
}

function chatReply({ original, model, id, createdSeconds }: WithheldOptions): object {
  const choices = memberOf(original, "choices");
  const count = Array.isArray(choices) && choices.length > 0 ? choices.length : 1;
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: createdSeconds,
    model: model ?? "",
    choices: Array.from({ length: count }, (_, index) => ({
      index,
      message: { role: "assistant", content: withheldText, refusal: null },
      logprobs: null,
      finish_reason: "content_filter",
    })),
    ...taken(original, ["usage", "service_tier", "system_fingerprint"]),
  };
}

function messagesReply({ original, model, id }: WithheldOptions): object {
  return {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model: model ?? "",
    content: [{ type: "text", text: withheldText }],
    stop_reason: "refusal",
    stop_sequence: null,
    usage: memberOf(original, "usage") ?? { input_tokens: 0, output_tokens: 0 },
  };
}

/** Members of a response that repeat the request, or count. */
const responseSettings = [
  "instructions",
  "max_output_tokens",
  "max_tool_calls",
  "metadata",
  "parallel_tool_calls",
  "previous_response_id",
  "prompt_cache_key",
  "reasoning",
  "safety_identifier",
  "service_tier",
  "store",
  "temperature",
  "text",
  "tool_choice",
  "tools",
  "top_logprobs",
  "top_p",
  "truncation",
  "usage",
  "user",
];

function responsesReply({ original, model, id, createdSeconds }: WithheldOptions): object {
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: createdSeconds,
    status: "incomplete",
    background: false,
    error: null,
    incomplete_details: { reason: "content_filter" },
    model: model ?? "",
    output: [
      {
        id: `msg_${id}`,
        type: "message",
        role: "assistant",
        status: "incomplete",
        content: [{ type: "output_text", text: withheldText, annotations: [] }],
      },
    ],
    ...taken(original, responseSettings),
  };
}

function taken(original: unknown, names: readonly string[]): Record<string, unknown> {
  const found = names.flatMap((name) => {
    const value = memberOf(original, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}
