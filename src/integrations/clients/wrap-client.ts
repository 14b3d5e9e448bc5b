import { memberOf } from "../../core/index.ts";

/** As the platform's own. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Answers a request in place of the vendor. @param init  what the client would have called `fetch` with
 */
export type GatewayFetch = (request: Request, init: RequestInit) => Promise<Response>;

/** What is used of the vendors' clients. */
export interface VendorClient {
  /** Where its requests go. */
  readonly baseURL: string;
  /** A copy of the client with options changed. */
  withOptions(options: { readonly fetch: Fetch }): this;
}

/** The client's own `fetch`, which may know of proxies and the like. */
export function fetchOf(client: VendorClient): Fetch {
  const own = memberOf(client, "fetch");
  // The member is the vendors' `fetch` option, private in their types only.
  return typeof own === "function" ? (own as Fetch) : fetch;
}

/**
 * An OpenAI client (package `openai`) whose requests go through a gateway in this process; all else about it stays.
 *
 * @param gateway  takes `/v1/chat/completions` and all else that stands below the client's base address
 */
export function wrapOpenAI<Client extends VendorClient>(
  client: Client,
  gateway: GatewayFetch,
): Client {
  return wrapped(client, gateway, "/v1");
}

/** As {@link wrapOpenAI}, for an Anthropic client (package `@anthropic-ai/sdk`). */
export function wrapAnthropic<Client extends VendorClient>(
  client: Client,
  gateway: GatewayFetch,
): Client {
  return wrapped(client, gateway, "");
}

/** Says that nobody is to look it up. */
const origin = "http://turncoat.invalid";

/** @param root  path of the gateway that the client's base address stands for */
function wrapped<Client extends VendorClient>(
  client: Client,
  gateway: GatewayFetch,
  root: string,
): Client {
  const own = fetchOf(client);
  const base = client.baseURL.replace(/\/+$/, "");
  return client.withOptions({
    fetch: async (input, init = {}) => {
      const url = typeof input === "string" ? input : "url" in input ? input.url : input.href;
      const below = url.startsWith(`${base}/`) ? `${root}${url.slice(base.length)}` : "";
      // Elsewhere there is no model to guard: uploads to other hosts, pages of a list by their address.
      if (!below.startsWith("/v1/")) return await own(input, init);
      return await unlessAborted(gateway(requestOf(`${origin}${below}`, input, init), init), init);
    },
  });
}

function requestOf(url: string, input: string | URL | Request, init: RequestInit): Request {
  if (input instanceof Request) return new Request(url, new Request(input, init));
  const { method, headers, body, signal } = init;
  const sent: RequestInit & { duplex?: "half" } = {};
  if (method !== undefined) sent.method = method;
  if (headers !== undefined) sent.headers = headers;
  if (body !== undefined) sent.body = body;
  if (signal !== undefined) sent.signal = signal;
  if (typeof body === "object" && body !== null) sent.duplex = "half";
  return new Request(url, sent);
}

/** Rejects as `fetch` does once the client wants no answer, however long one takes. */
async function unlessAborted(
  answer: Promise<Response>,
  { signal }: Pick<RequestInit, "signal">,
): Promise<Response> {
  if (signal === undefined || signal === null) return await answer;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
