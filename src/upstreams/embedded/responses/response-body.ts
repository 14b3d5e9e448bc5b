import type { Envelope } from "../asked.ts";
import type { Drawn } from "../drawing/draw-request.ts";
import type { Problem } from "../problem.ts";
import type { ResponseRequest } from "./read-response.ts";

/** How far a response has come. */
export type ResponseState =
  | { readonly kind: "in-progress" }
  | { readonly kind: "drawn"; readonly drawn: Drawn }
  | { readonly kind: "failed"; readonly problem: Problem };

/** The message that holds a response's text. */
export function messageItem(id: string, text: string | null, status: string): object {
  const content = text === null ? [] : [textPart(text)];
  return { id: `msg_${id}`, type: "message", status, role: "assistant", content };
}

/** A response's text. */
export function textPart(text: string): object {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

/** "completed", or "incomplete" for a reply that met its limit or was refused. */
export function drawnStatus({ finish }: Drawn): "completed" | "incomplete" {
  return finish === "stop" ? "completed" : "incomplete";
}

/** A response object in one of its states. */
export function responseBody(
  { asked, request }: ResponseRequest,
  { id, modelId, createdAt }: Envelope,
  state: ResponseState,
): object {
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: createdAt,
    background: false,
    instructions: asked.instructions ?? null,
    max_output_tokens: request.maxTokens,
    metadata: asked.metadata ?? {},
    model: modelId,
    parallel_tool_calls: true,
    previous_response_id: asked.previous_response_id ?? null,
    store: asked.store !== false,
    temperature: request.temperature,
    text: { format: { type: "text" } },
    // Tools are not called here, whatever was offered.
    tool_choice: "none",
    tools: [],
    top_p: request.topP,
    truncation: "disabled",
    ...progress(id, state),
  };
}

function progress(id: string, state: ResponseState): object {
  const nothing = { error: null, incomplete_details: null, output: [], usage: null };
  switch (state.kind) {
    case "in-progress":
      return { ...nothing, status: "in_progress" };
    case "failed":
      return {
        ...nothing,
        status: "failed",
        error: { code: "server_error", message: state.problem.message },
      };
    case "drawn": {
      const { drawn } = state;
      const status = drawnStatus(drawn);
      const reason = drawn.finish === "length" ? "max_output_tokens" : "content_filter";
      return {
        ...nothing,
        status,
        incomplete_details: status === "completed" ? null : { reason },
        output: [messageItem(id, drawn.text, status)],
        usage: usageOf(drawn),
      };
    }
  }
}

function usageOf({ promptTokens, cachedTokens, generatedTokens }: Drawn) {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: cachedTokens },
    output_tokens: generatedTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: promptTokens + generatedTokens,
  };
}
