import type { Wire, WireConversation } from "../contain/index.ts";
import { deadline } from "./deadline.ts";
import type { Exchange } from "./exchange.ts";
import type { GatewayError } from "./protocol/gateway-error.ts";
import { readBody } from "./request-body.ts";

/** A body that has come in, or the answer to one that has not. */
export type BytesReading =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "refused"; readonly error: GatewayError };

/** A request that was read. */
export interface ReadRequest {
  /** As they came; the authority. */
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly wire: Wire;
  readonly conversation: WireConversation;
}

/** A request as a conversation, or the answer to one that is none. */
export type RequestReading =
  | { readonly kind: "request"; readonly request: ReadRequest }
  | { readonly kind: "refused"; readonly error: GatewayError };

/** The body within the limits of size and time; the time is the client's own. */
export async function readBytes(exchange: Exchange): Promise<BytesReading> {
  const { request, parts, settings } = exchange;
  const { bodyBytes, bodyTimeoutMs } = settings.limits;
  const limit = deadline(bodyTimeoutMs, parts.after);
  const options = { mostBytes: bodyBytes, late: limit.late };
  const body = await exchange.away(readBody(request, options));
  limit.clear();
  switch (body.kind) {
    case "read":
      return { kind: "bytes", bytes: body.bytes };
    case "too-large":
      return refused(
        413,
        "too-large",
        `the body is larger than the ${bodyBytes} bytes that this gateway takes`,
      );
    case "too-slow":
      return refused(408, "too-slow", `the body did not come within ${bodyTimeoutMs} ms`);
    case "broken":
      return refused(400, "invalid-request", "the body broke off, or is not as long as it says");
  }
}

/** Reads a body as a conversation. Nothing that cannot be read is guessed at. */
export async function readRequest(exchange: Exchange, wire: Wire): Promise<RequestReading> {
  const encoding = exchange.request.headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    return refused(
      415,
      "invalid-request",
      `a body with content-encoding ${encoding.slice(0, 40)} cannot be read here; send it uncompressed`,
    );
  }
  const body = await readBytes(exchange);
  if (body.kind === "refused") return body;
  const text = textOf(body.bytes);
  if (text === null) return refused(400, "invalid-request", "the body is not valid UTF-8");
  const reading = wire.read(text, exchange.parts.digest);
  if (reading.kind === "invalid") {
    const { message, param } = reading.issue;
    return { kind: "refused", error: { status: 400, reason: "invalid-request", message, param } };
  }
  const { conversation } = reading;
  return { kind: "request", request: { bytes: body.bytes, text, wire, conversation } };
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function refused(
  status: number,
  reason: GatewayError["reason"],
  message: string,
): Extract<RequestReading, { kind: "refused" }> {
  return { kind: "refused", error: { status, reason, message } };
}
