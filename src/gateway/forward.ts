import { type Failure, TurncoatError } from "../core/index.ts";
import type { UpstreamReply } from "../ports/index.ts";
import { deadline } from "./deadline.ts";
import type { Exchange } from "./exchange.ts";
import { requestHeaders } from "./forwarded-headers.ts";
import type { GatewayError } from "./protocol/gateway-error.ts";

/** What came of sending a request on. */
export type Forwarded =
  | { readonly kind: "reply"; readonly reply: UpstreamReply }
  | { readonly kind: "refused"; readonly error: GatewayError };

/** What goes on. */
export interface ForwardOptions {
  /** Below the upstream's base address, without the query. */
  readonly path: string;
  readonly body: Uint8Array | null;
  /** Whether the reply is read, and so must come as it is. */
  readonly isRead: boolean;
}

/**
 * Sends a request on and waits until its reply begins. A redirect is an error: nobody but the operator decides where
 * requests go.
 */
export async function forward(exchange: Exchange, options: ForwardOptions): Promise<Forwarded> {
  const { settings, request, parts, query } = exchange;
  const { upstream, limits } = settings;
  if (upstream === null) return refused(noUpstream);
  const limit = deadline(limits.replyTimeoutMs, parts.after);
  void limit.late.then(() => exchange.abort());
  try {
    const work = upstream.send({
      method: request.method,
      path: `${options.path}${query}`,
      headers: requestHeaders(request.headers, {
        hasGatewayKey: settings.clientKeys.length > 0,
        credentials: settings.upstreamCredentials,
        isRead: options.isRead,
      }),
      body: options.body,
      encoding: options.isRead ? "plain" : "any",
      signal: exchange.signal,
    });
    const reply = await exchange.away(work);
    exchange.facts.upstream = reply.upstream;
    if (isRedirect(reply.status)) {
      await discard(reply);
      return refused(redirected(reply.status));
    }
    return { kind: "reply", reply };
  } catch (error) {
    if (!(error instanceof TurncoatError)) throw error;
    if (limit.isLate) return refused(timedOut(limits.replyTimeoutMs));
    return refused(gatewayError(error.failure, error.message));
  } finally {
    limit.clear();
  }
}

/** Lets a reply go that nobody reads. */
export async function discard(reply: UpstreamReply): Promise<void> {
  await reply.body[Symbol.asyncIterator]().return?.();
}

const noUpstream: GatewayError = {
  status: 503,
  reason: "unreachable",
  message: "no upstream is configured; start turncoat serve with --upstream",
};

/** 304 answers a conditional request and leads nowhere. */
function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

function redirected(status: number): GatewayError {
  return {
    status: 502,
    reason: "redirected",
    message: `the upstream answered with a redirect (${status}), which is not followed; configure the address that it leads to`,
  };
}

function timedOut(ms: number): GatewayError {
  return {
    status: 504,
    reason: "timed-out",
    message: `the upstream did not begin to answer within ${ms} ms`,
  };
}

/** A failure on the way to the upstream, as the client is told it: no addresses. */
export function gatewayError(failure: Failure, message: string): GatewayError {
  switch (failure.kind) {
    case "cancelled":
      return { status: 499, reason: "cancelled", message: "the client went away" };
    case "invalid-input":
      return { status: 400, reason: "invalid-request", message };
    case "remote":
      return failure.status === 504
        ? { status: 504, reason: "timed-out", message: "the upstream took too long to answer" }
        : { status: 502, reason: "unreachable", message: "the upstream cannot be reached" };
    case "store":
      return {
        status: 503,
        reason: "not-guarded",
        message: "what was done in this conversation cannot be read or kept now; try again later",
        headers: { "retry-after": "5" },
      };
    case "missing-engine":
    case "model-file":
    case "download":
    case "context-overflow":
    case "run-folder":
    case "run-locked":
    case "model-output":
    case "budget":
      return { status: 502, reason: "unreachable", message: "the upstream cannot answer" };
  }
}

function refused(error: GatewayError): Forwarded {
  return { kind: "refused", error };
}
