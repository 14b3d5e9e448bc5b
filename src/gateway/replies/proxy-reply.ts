import type { UpstreamReply } from "../../ports/index.ts";
import type { Exchange } from "../exchange.ts";
import { respondStream } from "./respond.ts";

/** Passes a reply on as it came: an error of the upstream, or an endpoint that nobody reads. */
export function proxyReply(exchange: Exchange, reply: UpstreamReply): Response {
  return respondStream(exchange, reply, { body: reply.body, onEnd: () => exchange.finish() });
}
