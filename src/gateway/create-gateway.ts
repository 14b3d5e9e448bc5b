import { type Context, Hono } from "hono";
import { authenticate, type Client } from "./access/authenticate.ts";
import { isLocalCaller } from "./access/local-caller.ts";
import { health, metrics, readiness, reload, status } from "./access/operations.ts";
import { createRateLimiter, type RateLimiter } from "./access/rate-limiter.ts";
import { answerMounted } from "./answer-mounted.ts";
import { endpointOf } from "./endpoint.ts";
import { Exchange } from "./exchange.ts";
import type { ClientInfo, GatewayParts } from "./gateway-parts.ts";
import { handle } from "./handle.ts";
import type { GatewayError } from "./protocol/gateway-error.ts";
import { type RunningWork, runningWork } from "./running-work.ts";

/** A gateway without sockets: requests in, responses out. */
export interface Gateway {
  /** Never rejects. @param info  who asks; without it nobody counts as near */
  fetch(request: Request, info?: ClientInfo): Promise<Response>;
  /** Takes no more requests, and resolves when those that are running have ended and are audited. */
  drain(): Promise<void>;
  /** Requests that have not ended. */
  readonly running: number;
}

interface GatewayState {
  readonly parts: GatewayParts;
  readonly limiter: RateLimiter;
  readonly work: RunningWork;
  isDraining: boolean;
}

type Bindings = { Bindings: { readonly info: ClientInfo } };

const stranger: ClientInfo = { address: null };

/** Puts a gateway together. Opens nothing. */
export function createGateway(parts: GatewayParts): Gateway {
  const state: GatewayState = {
    parts,
    limiter: createRateLimiter(parts.now),
    work: runningWork(),
    isDraining: false,
  };
  const app = routes(state);
  return {
    async fetch(request, info = stranger) {
      return await app.fetch(request, { info });
    },
    drain() {
      state.isDraining = true;
      return state.work.done();
    },
    get running() {
      return state.work.requests;
    },
  };
}

function routes(state: GatewayState): Hono<Bindings> {
  const { parts, work } = state;
  const app = new Hono<Bindings>();
  const asked = (context: Context<Bindings>) => ({
    parts,
    settings: parts.settings(),
    request: context.req.raw,
    info: context.env.info,
  });
  const model = (context: Context<Bindings>) => answer(state, context.req.raw, handle);
  app.all("/v1/*", model);
  app.all("/api/*", model);
  app.get("/healthz", health);
  app.get("/readyz", (context) => readiness(asked(context), state.isDraining));
  app.get("/metrics", (context) => metrics(asked(context)));
  app.get("/turncoat/status", (context) => status(asked(context), work.requests));
  app.post("/turncoat/reload", (context) => reload(asked(context)));
  for (const [path, mounted] of Object.entries(parts.mounted ?? {})) {
    app.post(path, (context) =>
      answer(state, context.req.raw, (exchange) => answerMounted(exchange, mounted)),
    );
  }
  app.notFound((context) => notFound(context.req.path));
  app.onError(() => fault());
  return app;
}

async function answer(
  state: GatewayState,
  request: Request,
  handler: (exchange: Exchange) => Promise<Response>,
): Promise<Response> {
  const { parts, work } = state;
  const settings = parts.settings();
  const [path, query] = placeOf(request.url);
  const client = authenticate(request.headers, settings, parts.digestSecret);
  work.begin();
  const exchange = new Exchange({
    parts,
    settings,
    request,
    endpoint: endpointOf(request.method, path),
    query,
    client: client ?? nobody,
    onFinished: work.end,
    later: work.later,
    settlings: work,
  });
  const refusal = refusalOf(
    state,
    client,
    settings.clientKeys.length === 0 ? request.headers : null,
  );
  if (refusal !== null) return exchange.refuse(refusal);
  try {
    return await handler(exchange);
  } catch {
    // A fault of ours: what it says may hold content, and is nobody's business.
    exchange.abort();
    return exchange.refuse(broken);
  }
}

const nobody: Client = { keyId: null, tenant: "", isTrusted: false, requestsPerMinute: null };

function refusalOf(
  { isDraining, limiter }: GatewayState,
  client: Client | null,
  keyless: Headers | null,
): GatewayError | null {
  if (isDraining) return draining;
  if (keyless !== null && !isLocalCaller(keyless)) return foreign;
  if (client === null) return unauthenticated;
  const { keyId, requestsPerMinute } = client;
  if (keyId === null || requestsPerMinute === null) return null;
  const waitMs = limiter.take(keyId, requestsPerMinute);
  return waitMs === 0 ? null : rateLimited(requestsPerMinute, waitMs);
}

const draining: GatewayError = {
  status: 503,
  reason: "draining",
  message: "the gateway is shutting down; send the request again",
  headers: { connection: "close", "retry-after": "1" },
};

const foreign: GatewayError = {
  status: 403,
  reason: "forbidden",
  message:
    "without client keys only programs on this machine are served, at a loopback address and not from web pages; configure keys to serve others",
};

const unauthenticated: GatewayError = {
  status: 401,
  reason: "unauthenticated",
  message:
    "no key of this gateway was sent; send one as authorization: Bearer KEY or x-api-key: KEY",
};

const broken: GatewayError = {
  status: 500,
  reason: "failed",
  message: "the gateway failed to answer",
};

function rateLimited(perMinute: number, waitMs: number): GatewayError {
  return {
    status: 429,
    reason: "rate-limited",
    message: `this key may make ${perMinute} requests a minute; the next one in ${waitMs} ms`,
    headers: { "retry-after": String(Math.ceil(waitMs / 1000)), "retry-after-ms": String(waitMs) },
  };
}

/** Path and query of an address, the latter with its question mark. Cheaper than parsing what the server has parsed. */
function placeOf(url: string): readonly [path: string, query: string] {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const fragment = url.indexOf("#", start);
  const whole = url.slice(start, fragment === -1 ? undefined : fragment);
  const mark = whole.indexOf("?");
  return mark === -1 ? [whole, ""] : [whole.slice(0, mark), whole.slice(mark)];
}

function notFound(path: string): Response {
  const known = "APIs are below /v1; /healthz, /readyz and /metrics are the gateway's own";
  const message = `there is nothing at ${path.slice(0, 200)}: ${known}`;
  return Response.json(
    { error: { message, type: "invalid_request_error", param: null, code: "unknown_url" } },
    { status: 404 },
  );
}

function fault(): Response {
  return Response.json(
    { error: { message: broken.message, type: "server_error" } },
    { status: 500 },
  );
}
