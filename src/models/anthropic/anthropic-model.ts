import Anthropic, { APIUserAbortError } from "@anthropic-ai/sdk";
import { TurncoatError } from "../../core/index.ts";
import type { ChatModel, ChatRequest } from "../../ports/index.ts";
import { firstContact } from "../first-contact.ts";
import { negotiator } from "../negotiator.ts";
import { apiError, type RemoteService, remoteFailure, shownUrl } from "../remote-failure.ts";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { anthropicKeyVariable } from "./address.ts";
import { type Form, messageBody, narrowedForm, plainForm } from "./form.ts";
import { readMessage, textOfEvent } from "./read-message.ts";

/** How a Claude model is asked. */
export interface AnthropicOptions {
  /** Anthropic's name for the model. */
  readonly model: string;
  /** Address of the API without `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Times that a request is sent again when the server is busy or fails; default 4, with growing pauses. */
  readonly maxRetries?: number;
  /** Longest wait for one answer, in milliseconds; default two minutes. */
  readonly timeoutMs?: number;
  /** Told once of each thing that the model does not take, e.g. a temperature. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * A Claude model (`/v1/messages`), through the official client.
 *
 * The API knows no seed, so the same request may give another reply, and top-p is not sent, because most
 * models take either it or a temperature. Temperature and the wish for no thinking are left out where the
 * model refuses them. Redirects are not followed.
 */
export function anthropicModel(options: AnthropicOptions): ChatModel {
  const url = options.baseUrl.replace(/\/+$/, "");
  const client = new Anthropic({
    apiKey: options.apiKey,
    baseURL: url,
    timeout: options.timeoutMs ?? 120_000,
    // A redirect could carry the conversation to a place that nobody named.
    fetchOptions: { redirect: "manual" },
    logLevel: "off",
  });
  const service: RemoteService = {
    url,
    model: options.model,
    keyVariable: anthropicKeyVariable,
    key: options.apiKey,
  };
  const contact = firstContact(options.maxRetries ?? 4);
  const ask = negotiator(plainForm, narrowedBy, (notice) => options.onNotice?.(notice));
  const body = (request: ChatRequest, form: Form) => {
    stopIfCancelled(request.signal);
    return messageBody(options.model, request, form);
  };
  return {
    id: `anthropic:${options.model}`,
    async generate(request) {
      try {
        const answer: unknown = await ask((form) =>
          contact((retries) =>
            client.messages.create(
              { ...body(request, form), stream: false },
              settingsOf(request, retries),
            ),
          ),
        );
        return readMessage(answer, request) ?? notAMessage(url);
      } catch (error) {
        throw failureOf(error, service, request.signal);
      }
    },
    async *stream(request) {
      try {
        const events = await ask((form) =>
          contact((retries) =>
            client.messages.create(
              { ...body(request, form), stream: true },
              settingsOf(request, retries),
            ),
          ),
        );
        for await (const event of events) {
          stopIfCancelled(request.signal);
          const text = textOfEvent(event);
          if (text !== "") yield text;
        }
      } catch (error) {
        throw failureOf(error, service, request.signal);
      }
      // The client ends a stream quietly when it is aborted.
      stopIfCancelled(request.signal);
      return null;
    },
  };
}

/** A signal of the request's own: the client leaves a listener on each that it is given. */
function settingsOf({ signal }: ChatRequest, maxRetries: number) {
  return signal === undefined ? { maxRetries } : { maxRetries, signal: AbortSignal.any([signal]) };
}

function narrowedBy(form: Form, error: unknown) {
  const { status, said } = apiError(error);
  return status === 400 ? narrowedForm(form, said) : null;
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

function notAMessage(url: string): never {
  const reason = "the answer is no message";
  const message = `${shownUrl(url)}: ${reason}; is this the address of Anthropic's API?`;
  throw new TurncoatError(message, { kind: "remote", url: shownUrl(url), status: 200, reason });
}
