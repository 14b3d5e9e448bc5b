import { TurncoatError } from "../../core/index.ts";

/** Errors that are made before a request was sent; nobody has seen it then. */
const unreached = new WeakSet<TurncoatError>();

/** Whether an error says that the server was never reached, so that asking again cannot ask twice. */
export function isUnreached(error: unknown): boolean {
  return error instanceof TurncoatError && unreached.has(error);
}

/** What is known of a request that failed. */
export interface FailedRequest {
  /** Without credentials and query. */
  readonly url: string;
  /** Of the reply, where its head had come. */
  readonly status: number | null;
  /** Whether any of the request may have been sent. */
  readonly wasSent: boolean;
}

/** The error of a request that got no whole answer. */
export function httpFailure(request: FailedRequest, cause: unknown): TurncoatError {
  const { url, status, wasSent } = request;
  const reason = reasonOf(request, cause);
  const failure = { kind: "remote", url, status, reason } as const;
  const error = new TurncoatError(`${url}: ${reason}`, failure, { cause });
  if (!wasSent) unreached.add(error);
  return error;
}

/** The error of a request that was no longer wanted. */
export function cancelled(cause?: unknown): TurncoatError {
  return new TurncoatError("stopped before the end", { kind: "cancelled" }, { cause });
}

function reasonOf({ status, wasSent }: FailedRequest, cause: unknown): string {
  const code = codeOf(cause);
  switch (code) {
    case "UND_ERR_CONNECT_TIMEOUT":
      return "no connection in time";
    case "UND_ERR_HEADERS_TIMEOUT":
      return "no answer in time";
    case "UND_ERR_BODY_TIMEOUT":
      return "the answer stalled";
    case "UND_ERR_DESTROYED":
    case "UND_ERR_CLOSED":
      return "the upstream is closed";
    case "UND_ERR_HEADERS_OVERFLOW":
      return "the answer's headers are too large";
  }
  const said = cause instanceof Error && cause.message !== "" ? cause.message : (code ?? "unknown");
  if (!wasSent) return `no connection: ${said}`;
  return status === null
    ? `the connection broke before an answer: ${said}`
    : `the connection broke within the answer: ${said}`;
}

function codeOf(cause: unknown): string | null {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  return typeof code === "string" ? code : null;
}
