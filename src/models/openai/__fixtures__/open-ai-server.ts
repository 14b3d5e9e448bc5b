import type { ChatMessage } from "../../../ports/index.ts";
import {
  type Answer,
  type LoopbackServer,
  loopbackServer,
  type Received,
} from "../../__fixtures__/loopback-server.ts";

/** A request to `/v1/chat/completions` as the server reads it. */
export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly seed: number | null;
  readonly received: Received;
}

/** Pieces of a text that this server counts as tokens. */
const tokensOf = (text: string) => text.match(/\s*\S+|\s+/g) ?? [];

/** A server that speaks the protocol, streams included, and says what a function gives it. */
export function openAiServer(
  reply: (request: CompletionRequest) => string | Answer | Promise<string | Answer>,
): Promise<LoopbackServer> {
  return loopbackServer(async (received) => {
    const { body } = received;
    if (received.path !== "/v1/chat/completions") {
      return { kind: "json", status: 404, body: { error: { message: "no such path" } } };
    }
    const request: CompletionRequest = {
      model: String(body["model"]),
      // The adapter under test is the only client.
      messages: body["messages"] as ChatMessage[],
      maxTokens: Number(body["max_tokens"] ?? body["max_completion_tokens"]),
      seed: typeof body["seed"] === "number" ? body["seed"] : null,
      received,
    };
    const given = await reply(request);
    if (typeof given !== "string") return given;
    return body["stream"] === true
      ? streamed(request, given)
      : { kind: "json", body: completion(request, given) };
  });
}

function cut({ maxTokens }: CompletionRequest, text: string) {
  const all = tokensOf(text);
  const isWhole = all.length < maxTokens;
  const pieces = isWhole ? all : all.slice(0, maxTokens);
  return { pieces, finish: isWhole ? "stop" : "length", tokens: isWhole ? all.length + 1 : maxTokens };
}

/** A chat completion in the form that OpenAI documents; written for these tests. */
export function completion(request: CompletionRequest, text: string) {
  const { pieces, finish, tokens } = cut(request, text);
  const prompt = request.messages.reduce(
    (sum, { content }) => sum + tokensOf(content).length + 4,
    0,
  );
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_790_000_000,
    model: `${request.model}-2026-01-01`,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: pieces.join(""), refusal: null },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: tokens,
      total_tokens: prompt + tokens,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    },
    system_fingerprint: "fp_1",
  };
}

function streamed(request: CompletionRequest, text: string): Answer {
  const { pieces, finish } = cut(request, text);
  const chunk = (delta: object, reason: string | null) =>
    `data: ${JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion.chunk",
      created: 1_790_000_000,
      model: request.model,
      choices: [{ index: 0, delta, finish_reason: reason }],
    })}\n\n`;
  return {
    kind: "events",
    events: [
      chunk({ role: "assistant", content: "" }, null),
      ...pieces.map((content) => chunk({ content }, null)),
      chunk({}, finish),
      "data: [DONE]\n\n",
    ],
  };
}

/** An error in the form that OpenAI documents. */
export function apiErrorAnswer(
  status: number,
  error: { readonly message: string; readonly param?: string; readonly code?: string },
): Answer {
  const body = { error: { type: "invalid_request_error", param: null, code: null, ...error } };
  // Answers that the client tries again should not hold a test up.
  return { kind: "json", status, headers: { "retry-after-ms": "1" }, body };
}
