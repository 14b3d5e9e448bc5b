import { type WireFormat, wireOf } from "../contain/index.ts";
import { memberOf, parseJson } from "../core/index.ts";
import type { UpstreamReply } from "../ports/index.ts";
import { respondedOf } from "./chain/reply-chain.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { type Forwarded, forward } from "./forward.ts";
import { headerOf } from "./forwarded-headers.ts";
import { isHolding } from "./gateway-settings.ts";
import { type GuardedRequest, guardRequest, sendEdited } from "./guarded-request.ts";
import type { GatewayError } from "./protocol/gateway-error.ts";
import { type ReadRequest, readBytes, readRequest } from "./read-request.ts";
import { guardReplyStream } from "./replies/guard-reply-stream.ts";
import { holdJson } from "./replies/hold-json.ts";
import { observeJson } from "./replies/observe-json.ts";
import { proxyReply } from "./replies/proxy-reply.ts";

/** Answers a request from somebody who may ask. */
export function handle(exchange: Exchange): Promise<Response> {
  const { endpoint } = exchange;
  switch (endpoint.kind) {
    case "guarded":
      return guarded(exchange, endpoint);
    case "counted":
      return counted(exchange, endpoint);
    case "kept":
      return kept(exchange, endpoint);
    case "unread":
      if (isHolding(exchange.settings)) return Promise.resolve(exchange.refuse(unread));
      return proxied(exchange, endpoint.path);
    case "proxied":
      return proxied(exchange, endpoint.path);
    case "ambiguous":
      return Promise.resolve(exchange.refuse(ambiguous));
  }
}

const ambiguous: GatewayError = {
  status: 400,
  reason: "invalid-request",
  message:
    "the path can be read in more than one way (dot segments, backslashes, escapes); write it plainly",
};

const unread: GatewayError = {
  status: 403,
  reason: "not-guarded",
  message:
    "replies of this endpoint cannot be read here, and replies are held until they were read; use /v1/chat/completions, /v1/responses or /v1/messages, or serve with mode observe",
};

type GuardedEndpoint = Extract<Endpoint, { readonly kind: "guarded" }>;

async function guarded(exchange: Exchange, endpoint: GuardedEndpoint): Promise<Response> {
  const reading = await readRequest(exchange, wireOf(endpoint.format));
  if (reading.kind === "refused") return exchange.refuse(reading.error);
  const { request: read } = reading;
  exchange.facts.requestModel = read.conversation.model;
  if (isHolding(exchange.settings) && isBackground(endpoint.format, read)) {
    return exchange.refuse(noBackground);
  }
  const guarding = await guardRequest(exchange, read, exchange.settings.mode);
  switch (guarding.kind) {
    case "refused":
      return exchange.refuse(guarding.error);
    case "unguarded":
      return answer(
        exchange,
        await forward(exchange, { path: endpoint.path, body: read.bytes, isRead: true }),
      );
    case "guarded": {
      const { request } = guarding;
      const sent = await sendEdited(request, endpoint, request.preparation.edits);
      if (sent.kind === "refused") return exchange.refuse(sent.error);
      return guardedReply(request, endpoint, sent.reply);
    }
  }
}

/** Errors pass as they are: clients' recovery matches their wording. Anything else is read. */
async function guardedReply(
  request: GuardedRequest,
  endpoint: GuardedEndpoint,
  reply: UpstreamReply,
): Promise<Response> {
  const { exchange, read } = request;
  if (reply.status >= 400) return proxyReply(exchange, reply);
  const type = headerOf(reply.headers, "content-type");
  const isStream =
    type === null ? read.conversation.isStream : type.toLowerCase().includes("text/event-stream");
  if (isStream) return guardReplyStream(request, endpoint, reply);
  return isHolding(exchange.settings)
    ? await holdJson(request, endpoint, reply)
    : await observeJson(request, reply);
}

/** Edits in force count too, so that the number is that of what will be sent. Nothing new is decided. */
async function counted(
  exchange: Exchange,
  endpoint: Extract<Endpoint, { readonly kind: "counted" }>,
): Promise<Response> {
  const reading = await readRequest(exchange, wireOf(endpoint.format));
  if (reading.kind === "refused") return exchange.refuse(reading.error);
  const guarding = await guardRequest(exchange, reading.request, "observe");
  switch (guarding.kind) {
    case "refused":
      return exchange.refuse(guarding.error);
    case "unguarded": {
      const { bytes } = reading.request;
      return answer(
        exchange,
        await forward(exchange, { path: endpoint.path, body: bytes, isRead: false }),
      );
    }
    case "guarded": {
      const { request } = guarding;
      return answer(exchange, await sendEdited(request, endpoint, request.preparation.edits));
    }
  }
}

/**
 * A reply that the vendor keeps. While replies are held, only those are given out that have left through the
 * gateway: a held one can be kept there too.
 */
async function kept(
  exchange: Exchange,
  { path, id }: Extract<Endpoint, { readonly kind: "kept" }>,
): Promise<Response> {
  if (isHolding(exchange.settings)) {
    const entry = await respondedOf(exchange, id);
    if (entry === null || entry.isWithheld) return exchange.refuse(notGiven);
  }
  return proxied(exchange, path);
}

const notGiven: GatewayError = {
  status: 404,
  reason: "not-found",
  message:
    "no reply of this id was given out by this gateway, which holds replies until they were read",
};

async function proxied(exchange: Exchange, path: string): Promise<Response> {
  const { method } = exchange.request;
  if (method === "GET" || method === "HEAD") {
    return answer(exchange, await forward(exchange, { path, body: null, isRead: false }));
  }
  const body = await readBytes(exchange);
  if (body.kind === "refused") return exchange.refuse(body.error);
  const bytes = body.bytes.byteLength === 0 ? null : body.bytes;
  return answer(exchange, await forward(exchange, { path, body: bytes, isRead: false }));
}

function answer(exchange: Exchange, forwarded: Forwarded): Response {
  return forwarded.kind === "refused"
    ? exchange.refuse(forwarded.error)
    : proxyReply(exchange, forwarded.reply);
}

/** A reply that is fetched later passes nobody who could hold it. */
function isBackground(format: WireFormat, { text }: ReadRequest): boolean {
  if (format !== "openai-responses") return false;
  const parsed = parseJson(text);
  return parsed.kind === "value" && memberOf(parsed.value, "background") === true;
}

const noBackground: GatewayError = {
  status: 400,
  reason: "invalid-request",
  message: "background replies cannot be held until they were read; send background: false",
  param: "background",
};
