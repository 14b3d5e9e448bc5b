/** Names in lower case, in order, as they came; a name may stand more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** A request to the model's own server. */
export interface UpstreamRequest {
  readonly method: string;
  /** Below the upstream's base address, with the query, e.g. `/chat/completions?x=1`. Never a whole address. */
  readonly path: string;
  readonly headers: HeaderList;
  /** `null` for none. */
  readonly body: Uint8Array | null;
  /**
   * `plain`, the default, asks the server for a body that can be read, whatever the client's
   * `accept-encoding` says; `any` passes that header on, for replies that nobody here reads.
   */
  readonly encoding?: "plain" | "any" | undefined;
  /** Aborts the request, and the reading of its reply, at once. */
  readonly signal: AbortSignal;
}

/** A reply as it begins; its body is read afterwards. */
export interface UpstreamReply {
  readonly status: number;
  readonly headers: HeaderList;
  /** Chunks as they come; once. Throws `TurncoatError` `remote` when the connection breaks. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Which upstream answered, e.g. the primary or the fallback. */
  readonly upstream: string;
}

/** Where requests go: fixed by the operator, never by a request. */
export interface Upstream extends AsyncDisposable {
  /** Short name without credentials, e.g. `openai`. */
  readonly id: string;
  /** Whether asking it costs money, so that nothing is asked off the record unless allowed. */
  readonly isPaid: boolean;
  /**
   * Errors of the server are replies with their status. Redirects are not followed.
   *
   * @throws TurncoatError `remote` when there is no answer; `cancelled` when the signal aborts
   */
  send(request: UpstreamRequest): Promise<UpstreamReply>;
}
