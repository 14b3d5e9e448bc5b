import { APIUserAbortError } from "openai";
import { TurncoatError } from "../core/index.ts";

/** A server that is asked for vectors, as people are told of it. */
export interface EmbeddingService {
  readonly url: string;
  readonly model: string;
  /** The key, so that it can be cut out of whatever a server says; `null` without one. */
  readonly key: string | null;
}

/** The failure that an error of the client stands for, with what to do. Neither key nor credentials show. */
export function remoteFailure(error: unknown, service: EmbeddingService): TurncoatError {
  if (error instanceof TurncoatError) return error;
  if (error instanceof APIUserAbortError) {
    return new TurncoatError("stopped on request", { kind: "cancelled" }, { cause: error });
  }
  const status = statusOf(error);
  const url = shownUrl(service.url);
  const reason = shownReason(error, status, service.key);
  const message =
    status === null
      ? `cannot reach ${url}: ${reason}; check the address, the server and the network`
      : `${url} answered ${status}: ${reason}${advice(status, service)}`;
  return new TurncoatError(message, { kind: "remote", url, status, reason });
}

/** An answer that came and cannot be used. */
export function unusableAnswer(reason: string, service: EmbeddingService): TurncoatError {
  const url = shownUrl(service.url);
  const message = `${url} gave no usable embeddings: ${reason}; is it an OpenAI-compatible API, and ${service.model} an embedding model?`;
  return new TurncoatError(message, { kind: "remote", url, status: 200, reason });
}

/** An address as it may be shown: without user, password, query and fragment. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}

function statusOf(error: unknown): number | null {
  const isStatus = error instanceof Error && "status" in error && typeof error.status === "number";
  return isStatus ? Number(error.status) : null;
}

const longestReason = 300;

/** What was said, on one line, the key cut out; without an answer, what the innermost cause says. */
function shownReason(error: unknown, status: number | null, key: string | null): string {
  let said = error;
  while (status === null && said instanceof Error && said.cause instanceof Error) said = said.cause;
  const text = said instanceof Error ? said.message || said.name : String(said);
  const whole = key === null || key === "" ? text : text.replaceAll(key, "[key]");
  // A server may show a key in part.
  const line = whole
    .replace(/\b(?:sk|key|Bearer)[-_ ][\w*.-]{6,}/g, "[key]")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line;
}

function advice(status: number, { key, model }: EmbeddingService): string {
  if (status === 401 || status === 403) {
    return key === null
      ? "; a key is wanted, put it into OPENAI_API_KEY"
      : "; check OPENAI_API_KEY";
  }
  if (status === 404) return `; check that the embedding model is called "${model}" there`;
  if (status === 429) return "; wait, the same command goes on from there";
  if (status >= 300 && status < 400) return "; it sends elsewhere, name the final address";
  return "";
}
