import { type Dispatcher, Pool } from "undici";
import { invalidInput } from "../../core/index.ts";
import type { HeaderList, Upstream, UpstreamReply, UpstreamRequest } from "../../ports/index.ts";
import {
  checkHeader,
  isWrittenHere,
  type OperatorHeaders,
  requestHeaders,
} from "./forwarded-headers.ts";
import { httpFailure } from "./http-failure.ts";
import { replyHandler } from "./reply-handler.ts";
import { pathBelow } from "./safe-path.ts";

/** Where an upstream stands and how it is spoken to. */
export interface HttpUpstreamOptions {
  /** Short name without credentials, e.g. `openai`; lower case, digits and hyphens. */
  readonly id: string;
  /** Address that requests' paths are appended to, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly isPaid: boolean;
  /** Put in place of a client's headers of the same names. */
  readonly headers?: HeaderList | undefined;
  /** The operator's key; without one the client's own passes, with one no key of a client goes on. */
  readonly key?: UpstreamKey | null | undefined;
  readonly timeouts?: Partial<HttpTimeouts> | undefined;
  /** Connections at once; default 4,096. Requests beyond wait as long as a connection may take. */
  readonly maxConnections?: number | undefined;
}

/** A key and the header that its server looks for it in. */
export interface UpstreamKey {
  readonly kind: "bearer" | "x-api-key";
  readonly value: string;
}

/** Longest waits, in milliseconds. */
export interface HttpTimeouts {
  /** For a connection, waiting for a free one included; default 10 s. */
  readonly connectMs: number;
  /** From the request to the head of the reply; default 10 min, since a model may think for long. */
  readonly headersMs: number;
  /** Between two pieces of a body; default 5 min. */
  readonly idleMs: number;
}

const defaultTimeouts: HttpTimeouts = { connectMs: 10_000, headersMs: 600_000, idleMs: 300_000 };

/**
 * A server behind HTTP/1.1, over connections that are kept alive. A request decides nothing about where it
 * goes. Redirects and errors are replies like any other; nothing is retried here.
 *
 * @throws TurncoatError `invalid-input` for an address, a name or a header of no use
 */
export function httpUpstream(options: HttpUpstreamOptions): Upstream {
  const { id, isPaid, maxConnections = 4_096 } = options;
  const base = checkedBase(options);
  const operator = operatorHeaders(options);
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const pool = new Pool(base.origin, {
    connections: maxConnections,
    pipelining: 1,
    allowH2: false,
    connectTimeout: timeouts.connectMs,
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.idleMs,
  });
  const send = (request: UpstreamRequest): Promise<UpstreamReply> => {
    const path = pathBelow(base.path, request.path);
    const sent: Dispatcher.DispatchOptions = {
      path,
      method: checkedMethod(request.method),
      headers: flat(requestHeaders(request.headers, operator, request.encoding ?? "plain")),
      body: request.body,
    };
    const url = `${base.origin}${path.split("?", 1)[0]}`;
    const { signal } = request;
    return new Promise((resolve, reject) => {
      const asked = { url, upstream: id, signal, connectMs: timeouts.connectMs };
      const handler = replyHandler(asked, { resolve, reject });
      if (handler === null) return;
      try {
        pool.dispatch(sent, handler);
      } catch (cause) {
        handler.refused(httpFailure({ url, status: null, wasSent: false }, cause));
      }
    });
  };
  return {
    id,
    isPaid,
    // What is wrong with a request is told as a rejection, never thrown at once.
    send: async (request) => send(request),
    async [Symbol.asyncDispose]() {
      await pool.destroy();
    },
  };
}

function checkedBase({ id, baseUrl }: HttpUpstreamOptions): {
  readonly origin: string;
  readonly path: string;
} {
  if (!/^[a-z][a-z0-9-]*$/.test(id)) {
    throw invalidInput(
      `"${id}" is no name for an upstream; use lower case, digits and hyphens, e.g. openai`,
    );
  }
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw invalidInput(
      `the upstream ${id} has no http address; give e.g. https://api.openai.com/v1`,
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw invalidInput(
      `the upstream ${id}: its address may hold no user, password or query; give the key apart`,
    );
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, "") };
}

function operatorHeaders({ headers = [], key = null }: HttpUpstreamOptions): OperatorHeaders {
  const own = { headers, key: key === null ? null : keyHeader(key) };
  for (const header of own.key === null ? headers : [...headers, own.key]) checkHeader(header);
  const taken = headers.find(([name]) => isWrittenHere(name));
  if (taken !== undefined) {
    throw invalidInput(`the header ${taken[0]} cannot be set: each connection has its own`);
  }
  return own;
}

function keyHeader({ kind, value }: UpstreamKey): readonly [string, string] {
  return kind === "bearer" ? ["authorization", `Bearer ${value}`] : ["x-api-key", value];
}

function checkedMethod(method: string): string {
  if (/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method)) return method;
  throw invalidInput(`the method ${JSON.stringify(method.slice(0, 40))} is not passed on`);
}

function flat(headers: HeaderList): string[] {
  return headers.flat();
}
