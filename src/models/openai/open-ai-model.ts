import OpenAI, { APIUserAbortError } from "openai";
import { TurncoatError } from "../../core/index.ts";
import type { ChatModel, ChatReply, ChatRequest } from "../../ports/index.ts";
import { estimatedTokens } from "../estimated-tokens.ts";
import { firstContact } from "../first-contact.ts";
import { negotiator } from "../negotiator.ts";
import { apiError, type RemoteService, remoteFailure, shownUrl } from "../remote-failure.ts";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { apiAddress, openAiKeyVariable } from "./address.ts";
import { type Dialect, narrowed, plainDialect, requestBody } from "./dialect.ts";
import { readCompletion, textOfChunk } from "./read-completion.ts";

/** How a model behind an OpenAI-compatible server is asked. */
export interface OpenAiOptions {
  /** The server's name for the model. */
  readonly model: string;
  /** Address of the API, `/v1` included; where only a host is given, `/v1` is added. */
  readonly baseUrl: string;
  /** `null` for servers that want none. */
  readonly apiKey: string | null;
  /** Times that a request is sent again when the server is busy or fails; default 4, with growing pauses. */
  readonly maxRetries?: number;
  /** Longest wait for one answer, in milliseconds; default two minutes. */
  readonly timeoutMs?: number;
  /** Told once of each thing that the model does not take, e.g. a temperature. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * A model behind an OpenAI-compatible server (`/v1/chat/completions`), through the official client.
 *
 * Parameters that the model refuses are given up one by one, for good: `max_tokens` for
 * `max_completion_tokens` and little reasoning, then temperature, top-p, seed or the system role are left
 * out. The seed is passed on; whether it fixes the draw is the server's. Redirects are not followed.
 */
export function openAiModel(options: OpenAiOptions): ChatModel {
  const url = apiAddress(options.baseUrl);
  const client = clientFor(options, url);
  const service: RemoteService = {
    url,
    model: options.model,
    keyVariable: openAiKeyVariable,
    key: options.apiKey,
  };
  const contact = firstContact(options.maxRetries ?? 4);
  const ask = negotiator(plainDialect, narrowedBy, (notice) => options.onNotice?.(notice));
  const body = (request: ChatRequest, dialect: Dialect) => {
    stopIfCancelled(request.signal);
    return requestBody(options.model, request, dialect);
  };

  return {
    id: `openai:${options.model}`,
    async generate(request) {
      try {
        const answer: unknown = await ask((dialect) =>
          contact((retries) =>
            client.chat.completions.create(
              { ...body(request, dialect), stream: false },
              settingsOf(request, retries),
            ),
          ),
        );
        return readCompletion(answer, request) ?? notACompletion(url);
      } catch (error) {
        if (isFiltered(error)) return filteredReply(request);
        throw failureOf(error, service, request.signal);
      }
    },
    async *stream(request) {
      try {
        const chunks = await ask((dialect) =>
          contact((retries) =>
            client.chat.completions.create(
              { ...body(request, dialect), stream: true },
              settingsOf(request, retries),
            ),
          ),
        );
        for await (const chunk of chunks) {
          stopIfCancelled(request.signal);
          const text = textOfChunk(chunk);
          if (text !== "") yield text;
        }
      } catch (error) {
        if (isFiltered(error)) return filteredReply(request);
        throw failureOf(error, service, request.signal);
      }
      // The client ends a stream quietly when it is aborted.
      stopIfCancelled(request.signal);
      return null;
    },
  };
}

function clientFor({ apiKey, timeoutMs = 120_000 }: OpenAiOptions, url: string) {
  return new OpenAI({
    // The client refuses to be made without a key; the header is taken out again where there is none.
    apiKey: apiKey ?? "none",
    ...(apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
    adminAPIKey: null,
    baseURL: url,
    timeout: timeoutMs,
    // A redirect could carry the conversation to a place that nobody named.
    fetchOptions: { redirect: "manual" },
    logLevel: "off",
  });
}

/** A signal of the request's own: the client leaves a listener on each that it is given. */
function settingsOf({ signal }: ChatRequest, maxRetries: number) {
  return signal === undefined ? { maxRetries } : { maxRetries, signal: AbortSignal.any([signal]) };
}

function narrowedBy(dialect: Dialect, error: unknown) {
  const { status, said } = apiError(error);
  if (status !== 400 && status !== 422) return null;
  const param =
    error instanceof OpenAI.APIError && typeof error.param === "string" ? error.param : null;
  return narrowed(dialect, { param, said });
}

/** Whether a content filter refused the whole conversation. */
function isFiltered(error: unknown): boolean {
  const { code } = apiError(error);
  return code === "content_filter" || code === "content_policy_violation";
}

function filteredReply(request: ChatRequest): ChatReply {
  return { text: "", finish: "refused", ...estimatedTokens(request, "") };
}

function failureOf(
  error: unknown,
  service: RemoteService,
  signal: AbortSignal | undefined,
): TurncoatError {
  const isAbort = error instanceof APIUserAbortError || signal?.aborted === true;
  return isAbort
    ? new TurncoatError("stopped on request", { kind: "cancelled" })
    : remoteFailure(error, service);
}

function notACompletion(url: string): never {
  const reason = "the answer is no chat completion";
  const message = `${shownUrl(url)}: ${reason}; is this the address of an OpenAI-compatible API?`;
  throw new TurncoatError(message, { kind: "remote", url: shownUrl(url), status: 200, reason });
}
