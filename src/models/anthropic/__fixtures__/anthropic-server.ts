import {
  type Answer,
  type LoopbackServer,
  loopbackServer,
  type Received,
} from "../../__fixtures__/loopback-server.ts";

/** A request to `/v1/messages` as the server reads it. */
export interface MessageRequest {
  readonly model: string;
  readonly system: string | null;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly maxTokens: number;
  readonly received: Received;
}

const tokensOf = (text: string) => text.match(/\s*\S+|\s+/g) ?? [];

/** A server that speaks the protocol, streams included, and says what a function gives it. */
export function anthropicServer(
  reply: (request: MessageRequest) => string | Answer,
): Promise<LoopbackServer> {
  return loopbackServer((received) => {
    const { body } = received;
    if (received.path !== "/v1/messages") {
      return { kind: "json", status: 404, body: { error: { message: "no such path" } } };
    }
    const request: MessageRequest = {
      model: String(body["model"]),
      system: typeof body["system"] === "string" ? body["system"] : null,
      // The adapter under test is the only client.
      messages: body["messages"] as MessageRequest["messages"],
      maxTokens: Number(body["max_tokens"]),
      received,
    };
    const given = reply(request);
    if (typeof given !== "string") return given;
    return body["stream"] === true
      ? streamed(request, given)
      : { kind: "json", body: message(request, given) };
  });
}

function cut({ maxTokens }: MessageRequest, text: string) {
  const all = tokensOf(text);
  const isWhole = all.length < maxTokens;
  return {
    pieces: isWhole ? all : all.slice(0, maxTokens),
    reason: isWhole ? "end_turn" : "max_tokens",
    tokens: isWhole ? all.length + 1 : maxTokens,
  };
}

/** A message in the form that Anthropic documents; written for these tests. */
function message(request: MessageRequest, text: string) {
  const { pieces, reason, tokens } = cut(request, text);
  const prompt = [request.system ?? "", ...request.messages.map(({ content }) => content)];
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: `${request.model}-20260101`,
    content: [{ type: "text", text: pieces.join("") }],
    stop_reason: reason,
    stop_sequence: null,
    usage: {
      input_tokens: prompt.reduce((sum, content) => sum + tokensOf(content).length + 4, 0),
      output_tokens: tokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
    },
  };
}

function streamed(request: MessageRequest, text: string): Answer {
  const { pieces, reason, tokens } = cut(request, text);
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const start = { ...message(request, ""), content: [], stop_reason: null };
  return {
    kind: "events",
    events: [
      event("message_start", { message: start }),
      event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
      ...pieces.map((piece) =>
        event("content_block_delta", { index: 0, delta: { type: "text_delta", text: piece } }),
      ),
      event("content_block_stop", { index: 0 }),
      event("message_delta", {
        delta: { stop_reason: reason, stop_sequence: null },
        usage: { output_tokens: tokens },
      }),
      event("message_stop", {}),
    ],
  };
}

/** An error in the form that Anthropic documents. */
export function anthropicError(status: number, type: string, said: string): Answer {
  const body = { type: "error", error: { type, message: said }, request_id: "req_1" };
  // Answers that the client tries again should not hold a test up.
  return { kind: "json", status, headers: { "retry-after-ms": "1" }, body };
}
