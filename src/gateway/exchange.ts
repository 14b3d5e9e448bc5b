import type { WireReply } from "../contain/index.ts";
import { type GuardAction, TurncoatError } from "../core/index.ts";
import type { Preparation } from "../guard/index.ts";
import type { Client } from "./access/authenticate.ts";
import { type Endpoint, endpointName, flavourOf } from "./endpoint.ts";
import type { FailOpenReason, RequestFinished } from "./gateway-event.ts";
import type { GatewayParts } from "./gateway-parts.ts";
import type { GatewaySettings } from "./gateway-settings.ts";
import { errorReply, type GatewayError } from "./protocol/gateway-error.ts";

/** What is learnt of a request on its way, for the event at its end. */
export type ExchangeFacts = {
  -readonly [Name in
    | "status"
    | "isStream"
    | "upstream"
    | "holdbackMs"
    | "releasedUnread"
    | "usage"
    | "requestModel"
    | "replyModel"
    | "replyId"
    | "finish"
    | "isComplete"]: RequestFinished[Name];
};

/** Where a request comes from and what it is for. */
export interface ExchangeOptions {
  readonly parts: GatewayParts;
  readonly settings: GatewaySettings;
  readonly request: Request;
  readonly endpoint: Endpoint;
  /** With its question mark; empty for none. */
  readonly query: string;
  readonly client: Client;
  /** Called once, when the last byte has left or nobody waits for it. */
  readonly onFinished: () => void;
  /** Takes work that no client waits for, and that must be done before the process ends. Never rejects. */
  readonly later: (work: Promise<void>) => void;
  readonly settlings: Settlings;
}

/** Replies that have left and are not settled yet, by their key in the log. */
export interface Settlings {
  /** Resolves once a reply is settled; at once where it is, or is not known. Never rejects. */
  of(key: string): Promise<void>;
  add(key: string, work: Promise<void>): void;
}

/** Says enough: making the usual reason, with its stack, is dear. */
const stopped = "the request is over";

/** One request on its way, from its headers to the last byte of its reply. */
export class Exchange {
  readonly parts: GatewayParts;
  readonly settings: GatewaySettings;
  readonly request: Request;
  readonly endpoint: Endpoint;
  readonly query: string;
  readonly client: Client;
  readonly id: string;
  readonly facts: ExchangeFacts = {
    status: 0,
    isStream: false,
    upstream: null,
    holdbackMs: 0,
    releasedUnread: 0,
    usage: null,
    requestModel: null,
    replyModel: null,
    replyId: null,
    finish: null,
    isComplete: true,
  };
  /** What the guard decided; `null` until then, and where nothing is guarded. */
  preparation: Preparation | null = null;
  /** What became of the model's reply; `null` where none is held back. */
  fate: "pending" | "sent" | "regenerated" | "withheld" | null = null;

  readonly #abort = new AbortController();
  readonly #startedAt: number;
  readonly #onFinished: () => void;
  readonly #settlings: Settlings;
  readonly #later: (work: Promise<void>) => void;
  readonly #leave = () => this.#abort.abort(stopped);
  #awayMs = 0;
  #firstMs: number | null = null;
  #overheadMs = 0;
  #totalMs: number | null = null;
  #isFinished = false;

  constructor(options: ExchangeOptions) {
    this.parts = options.parts;
    this.settings = options.settings;
    this.request = options.request;
    this.endpoint = options.endpoint;
    this.query = options.query;
    this.client = options.client;
    this.id = options.parts.newId();
    this.#onFinished = options.onFinished;
    this.#later = options.later;
    this.#settlings = options.settlings;
    this.#startedAt = options.parts.now();
    const { signal } = options.request;
    if (signal.aborted) this.#abort.abort(stopped);
    else signal.addEventListener("abort", this.#leave, { once: true });
  }

  /** Aborts what is done for this request: the client has gone, or the time is over. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Short name for counts. */
  get name(): string {
    return endpointName(this.endpoint);
  }

  abort(): void {
    this.#abort.abort(stopped);
  }

  /** Time that others take is not the gateway's own. */
  async away<Value>(work: Promise<Value>): Promise<Value> {
    const { now } = this.parts;
    const from = now();
    try {
      return await work;
    } finally {
      this.#awayMs += now() - from;
    }
  }

  /** Called when the headers of the reply are made. Gives the gateway's own milliseconds until now. */
  reached(status: number): number {
    this.facts.status = status;
    this.#firstMs = this.parts.now() - this.#startedAt;
    this.#overheadMs = Math.max(0, this.#firstMs - this.#awayMs);
    return this.#overheadMs;
  }

  /** An answer of the gateway's own, in the shape that the client knows. */
  refuse(error: GatewayError): Response {
    const { endpoint, client, request, id } = this;
    const { onEvent } = this.parts;
    this.reached(error.status);
    onEvent({
      kind: "request-refused",
      endpoint: this.name,
      status: error.status,
      reason: error.reason,
      keyId: client.keyId,
    });
    this.finish();
    return errorReply(error, flavourOf(endpoint, request.headers), id);
  }

  /** Counts that something could not be guarded, and what that led to. */
  failed(mode: "open" | "closed", reason: FailOpenReason): void {
    const kind = mode === "open" ? "failed-open" : "failed-closed";
    this.parts.onEvent({ kind, endpoint: this.name, reason });
  }

  /** What was done about the reply itself, after the request was prepared. */
  acted(action: GuardAction, why: string): void {
    if (this.preparation !== null) this.preparation = { ...this.preparation, action, why };
  }

  /** Called when the last byte has left, or will not. */
  ended(): void {
    this.#totalMs ??= this.parts.now() - this.#startedAt;
    this.request.signal.removeEventListener("abort", this.#leave);
  }

  /** Work that no client waits for. What fails is counted, since nobody is left to be told. */
  later(work: () => Promise<void>): void {
    this.#later(work().catch((error: unknown) => this.#settlingFailed(error)));
  }

  /** See {@link Settlings}. */
  settlingOf(key: string): Promise<void> {
    return this.#settlings.of(key);
  }

  awaitSettling(key: string, work: Promise<void>): void {
    this.#settlings.add(key, work);
  }

  /** Takes in what a reply says of itself; tokens of several attempts add up. */
  learn({ model, id, finish, usage }: Omit<WireReply, "messages">): void {
    const { facts } = this;
    facts.replyModel = model;
    facts.replyId = id;
    facts.finish = finish;
    if (usage === null) return;
    facts.usage = {
      inputTokens: usage.inputTokens + (facts.usage?.inputTokens ?? 0),
      outputTokens: usage.outputTokens + (facts.usage?.outputTokens ?? 0),
    };
  }

  #settlingFailed(error: unknown): void {
    const reason = error instanceof TurncoatError ? error.failure.kind : "fault";
    this.parts.onEvent({ kind: "settling-failed", endpoint: this.name, reason });
  }

  /** Tells what became of the request; once, when it has {@link ended} and all facts are known. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.ended();
    const totalMs = this.#totalMs ?? 0;
    this.parts.onEvent({
      kind: "request-finished",
      requestId: this.id,
      endpoint: this.name,
      keyId: this.client.keyId,
      totalMs,
      firstMs: this.#firstMs ?? totalMs,
      upstreamMs: this.#awayMs,
      overheadMs: this.#overheadMs,
      action: this.preparation?.action ?? "none",
      belief: this.preparation?.belief?.belief ?? null,
      conversation: this.preparation?.key ?? null,
      ...this.facts,
    });
    this.#onFinished();
  }
}
