import type { UpstreamReply } from "../../ports/index.ts";
import type { Exchange } from "../exchange.ts";
import { replyHeaders } from "../forwarded-headers.ts";
import { byteStream, ownBytes } from "./byte-stream.ts";
import { ownHeaders } from "./own-headers.ts";

/** Statuses that have no body, by which a response with one cannot be made. */
const bodiless: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** A reply's beginning with the gateway's own headers, and bytes that are all here. */
export function respondBytes(
  exchange: Exchange,
  reply: UpstreamReply,
  bytes: Uint8Array,
): Response {
  const headers = replyHeaders(reply.headers, ownHeaders(exchange, reply.status));
  exchange.ended();
  const body = bodiless.has(reply.status) ? null : ownBytes(bytes);
  return new Response(body, { status: reply.status, headers });
}

/** What happens at the end of a stream. */
export interface RespondStreamOptions {
  /** In place of the upstream's own body. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Called once, after the last byte. */
  readonly onEnd: (isComplete: boolean) => void;
  /** Taken where the upstream gave no content type, without which clients do not read a stream. */
  readonly contentType?: string | undefined;
}

/** A reply's beginning with the gateway's own headers, and bytes as they come. */
export function respondStream(
  exchange: Exchange,
  reply: UpstreamReply,
  { body, onEnd, contentType }: RespondStreamOptions,
): Response {
  const own = ownHeaders(exchange, reply.status);
  if (contentType !== undefined) own["content-type"] = contentType;
  const headers = replyHeaders(reply.headers, own);
  let isOver = false;
  // A server may stop reading without a word when the client leaves.
  const leave = () => end(false);
  const end = (isComplete: boolean) => {
    if (isOver) return;
    isOver = true;
    exchange.signal.removeEventListener("abort", leave);
    exchange.ended();
    if (!isComplete) exchange.abort();
    exchange.facts.isComplete = isComplete;
    onEnd(isComplete);
  };
  if (exchange.signal.aborted) leave();
  else exchange.signal.addEventListener("abort", leave, { once: true });
  if (bodiless.has(reply.status)) {
    end(true);
    return new Response(null, { status: reply.status, headers });
  }
  return new Response(byteStream(body, { onEnd: end }), { status: reply.status, headers });
}
