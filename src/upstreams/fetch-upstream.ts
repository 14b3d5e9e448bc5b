import { invalidInput, TurncoatError } from "../core/index.ts";
import type { HeaderList, Upstream, UpstreamRequest } from "../ports/index.ts";
import { endToEnd } from "./http/forwarded-headers.ts";
import { cancelled, httpFailure } from "./http/http-failure.ts";
import { pathBelow } from "./http/safe-path.ts";

/** A server behind somebody's own `fetch`. */
export interface FetchUpstreamOptions {
  /** Short name without credentials, e.g. `openai`. */
  readonly id: string;
  /** Address that requests' paths are appended to, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly isPaid: boolean;
  fetch(url: string, init: RequestInit): Promise<Response>;
}

/**
 * A server that is reached by a `fetch` of the caller's, which brings its own connections, proxies and timeouts. A
 * request decides nothing about where it goes; redirects are not followed.
 *
 * @throws TurncoatError `invalid-input` for an address of no use
 */
export function fetchUpstream(options: FetchUpstreamOptions): Upstream {
  const { id, baseUrl, isPaid } = options;
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw invalidInput(
      `the upstream ${id} has no http address; give e.g. https://api.openai.com/v1`,
    );
  }
  const root = base.pathname.replace(/\/+$/, "");
  let isClosed = false;
  return {
    id,
    isPaid,
    async send(request) {
      if (request.signal.aborted) throw cancelled();
      if (isClosed) throw httpFailure({ url: base.origin, status: null, wasSent: false }, closed);
      const path = pathBelow(root, request.path);
      const url = `${base.origin}${path.split("?", 1)[0]}`;
      const response = await answered(options, `${base.origin}${path}`, { request, url });
      const { status } = response;
      return {
        status,
        headers: headersOf(response),
        body: bodyOf(response, { request, url }),
        upstream: id,
      };
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
    },
  };
}

const closed = new Error("the upstream is closed");

interface Asked {
  readonly request: UpstreamRequest;
  /** Without the query. */
  readonly url: string;
}

async function answered(
  options: FetchUpstreamOptions,
  address: string,
  { request, url }: Asked,
): Promise<Response> {
  const { method, headers, body, signal } = request;
  try {
    return await options.fetch(address, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      ...(body === null ? {} : { body: new Uint8Array(body) }),
      signal,
      redirect: "manual",
    });
  } catch (cause) {
    if (signal.aborted) throw cancelled(cause);
    throw httpFailure({ url, status: null, wasSent: true }, cause);
  }
}

/** `fetch` has unpacked the body, and its headers still say how it was packed. */
function headersOf({ headers }: Response): HeaderList {
  const isPacked = headers.has("content-encoding");
  return endToEnd([...headers]).filter(
    ([name]) => !(isPacked && (name === "content-encoding" || name === "content-length")),
  );
}

async function* bodyOf(
  { body, status }: Response,
  { request, url }: Asked,
): AsyncGenerator<Uint8Array, void> {
  if (body === null) return;
  try {
    for await (const chunk of body) yield chunk;
  } catch (cause) {
    if (cause instanceof TurncoatError) throw cause;
    if (request.signal.aborted) throw cancelled(cause);
    throw httpFailure({ url, status, wasSent: true }, cause);
  }
}
