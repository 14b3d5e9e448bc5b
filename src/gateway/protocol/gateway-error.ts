/** Why the gateway answered itself, for counts. */
export type RefusalReason =
  | "unauthenticated"
  | "rate-limited"
  | "too-large"
  | "too-slow"
  | "invalid-request"
  | "not-found"
  | "forbidden"
  | "draining"
  | "withheld"
  | "redirected"
  | "unreachable"
  | "timed-out"
  | "cancelled"
  | "not-guarded"
  | "failed";

/** An answer of the gateway's own, before it is put into a protocol's shape. */
export interface GatewayError {
  readonly status: number;
  readonly reason: RefusalReason;
  /** For people: the fact, the offending value, what to do. */
  readonly message: string;
  /** The member that is at fault; `null` for none. */
  readonly param?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whose errors a client knows to read. */
export type Flavour = "openai" | "anthropic";

/**
 * An error as the vendor's own server would send it, so that the vendor's client raises the error that its
 * user expects.
 *
 * Source: gateway-protocols sections 1 and 3; for statuses that a vendor does not name, its nearest kind.
 */
export function errorReply(error: GatewayError, flavour: Flavour, requestId: string): Response {
  const body = flavour === "anthropic" ? anthropicBody(error, requestId) : openaiBody(error);
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers: { "content-type": "application/json", "x-request-id": requestId, ...error.headers },
  });
}

function anthropicBody({ status, message }: GatewayError, requestId: string): object {
  return {
    type: "error",
    error: { type: anthropicType(status), message },
    request_id: requestId,
  };
}

function openaiBody({ status, message, param, reason }: GatewayError): object {
  return {
    error: { message, type: openaiType(status), param: param ?? null, code: openaiCode[reason] },
  };
}

const anthropicTypes: Readonly<Record<number, string>> = {
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  413: "request_too_large",
  429: "rate_limit_error",
  503: "overloaded_error",
  504: "timeout_error",
};

function anthropicType(status: number): string {
  return anthropicTypes[status] ?? (status < 500 ? "invalid_request_error" : "api_error");
}

function openaiType(status: number): string {
  if (status === 429) return "requests";
  return status < 500 ? "invalid_request_error" : "server_error";
}

/** OpenAI's own codes where it has one. */
const openaiCode: Readonly<Record<RefusalReason, string | null>> = {
  unauthenticated: "invalid_api_key",
  "rate-limited": "rate_limit_exceeded",
  "too-large": "request_too_large",
  "too-slow": "request_timeout",
  "invalid-request": null,
  "not-found": "unknown_url",
  forbidden: "forbidden",
  draining: "server_shutting_down",
  withheld: "content_filter",
  redirected: "upstream_redirected",
  unreachable: "upstream_unreachable",
  "timed-out": "upstream_timeout",
  cancelled: "cancelled",
  "not-guarded": "not_guarded",
  failed: null,
};
