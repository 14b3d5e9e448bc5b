import { TurncoatError } from "../core/index.ts";

/** A server that a model is asked at, as people are told of it. */
export interface RemoteService {
  /** Where requests go. */
  readonly url: string;
  readonly model: string;
  /** Name of the environment variable that holds the key. */
  readonly keyVariable: string;
  /** The key itself, so that it can be cut out of whatever a server says; `null` without one. */
  readonly key: string | null;
}

/** What is read from the errors of the official clients. */
interface ApiError {
  readonly status: number | null;
  readonly said: string;
  readonly code: string | null;
}

/**
 * The failure that an error of a client stands for, with what to do about it. The key never shows, and
 * neither do credentials or a query in the address.
 */
export function remoteFailure(error: unknown, service: RemoteService): TurncoatError {
  if (error instanceof TurncoatError) return error;
  const { status, said, code } = apiError(error);
  const url = shownUrl(service.url);
  const reason = withoutKeys(said, service.key);
  if (status === 400 && isTooLong(said)) {
    const why = `the conversation is longer than ${service.model} reads: ${reason}`;
    return new TurncoatError(why, { kind: "model-output", reason: why });
  }
  const message =
    status === null
      ? `cannot reach ${url}: ${unreachable(code, reason)}`
      : `${url} answered ${status}: ${advice(status, reason, service)}`;
  return new TurncoatError(message, { kind: "remote", url, status, reason });
}

/** An address as it may be shown: without user, password, query and fragment. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return "an address that is no URL";
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname === "/" ? "" : pathname.replace(/\/$/, "")}`;
}

/** Status, text and error code of what a client threw; causes are asked where it has none of its own. */
export function apiError(error: unknown): ApiError {
  const fields = fieldsOf(error);
  const status = typeof fields["status"] === "number" ? fields["status"] : null;
  const inner = innermost(error);
  const code = [fields["code"], fieldsOf(inner)["code"]].find((one) => typeof one === "string");
  const said = status === null && inner instanceof Error ? inner.message : messageOf(error);
  return { status, said, code: typeof code === "string" ? code : null };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function innermost(error: unknown): unknown {
  let inner = error;
  // Clients wrap fetch, which wraps the socket; deeper chains than this are loops.
  for (let depth = 0; depth < 8; depth++) {
    if (!(inner instanceof Error) || inner.cause === undefined) return inner;
    inner = inner.cause;
  }
  return inner;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const longestReason = 300;

/** A server's words on one line, keys and credentials cut out. */
function withoutKeys(text: string, key: string | null): string {
  const whole = key === null || key === "" ? text : text.replaceAll(key, "[key]");
  // A server may show a key in part.
  const safe = whole.replace(/\b(?:sk|pk|key|Bearer)[-_ ][\w*.-]{6,}/g, "[key]");
  const line = safe
    .replace(/\/\/[^/@\s]+@/g, "//")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line;
}

function isTooLong(said: string): boolean {
  return /context.{0,12}(?:length|window)|prompt is too long|too many tokens|context_length/i.test(
    said,
  );
}

function unreachable(code: string | null, reason: string): string {
  switch (code) {
    case "ECONNREFUSED":
      return "the connection was refused; is the server running there?";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "no such host was found; check the address and the network";
    default:
      return /timed? ?out/i.test(reason)
        ? "it did not answer in time; try a lower --concurrency"
        : `${reason || "the connection failed"}; check the address and the network`;
  }
}

function advice(status: number, reason: string, service: RemoteService): string {
  const { keyVariable, key, model } = service;
  if (status === 401) {
    return key === null
      ? `a key is wanted; put it into ${keyVariable}`
      : `the key in ${keyVariable} is not accepted there`;
  }
  if (status === 403) return `${reason}; the key in ${keyVariable} may not use ${model}`;
  if (status === 404) {
    return `${reason}; check that the model is called "${model}" there and that the address is right`;
  }
  if (status === 429) {
    return `${reason}; wait or lower --concurrency, the same command goes on from there`;
  }
  if (status >= 300 && status < 400) return "it sends elsewhere; name the final address";
  if (status >= 500) return `${reason}; the same command goes on from there once it is up again`;
  return reason;
}
