import type { Upstream, UpstreamReply, UpstreamRequest } from "../ports/index.ts";
import { abandonReply } from "./abandon-reply.ts";
import { isUnreached } from "./http/http-failure.ts";
import { retryAfterMs } from "./retry-after.ts";

/** When and how often a request is sent again. */
export interface RetryOptions {
  /** Requests in all, the first included; at least 1. */
  readonly attempts: number;
  /** Wait before the second request where the server names none, in milliseconds; doubled each time. */
  readonly firstWaitMs: number;
  /** A server that asks for a longer wait gets no second request: its answer is given to the client. */
  readonly mostWaitMs: number;
  /** In [0, 1); takes up to half off a wait, so that requests that failed together do not return together. */
  jitter(): number;
  /** Time now, in milliseconds since 1970; for dates in `retry-after`. */
  now(): number;
  /** @throws TurncoatError `cancelled` when the signal aborts */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Statuses by which a server says that it did not do the work and may be asked again: too many requests,
 * unavailable, and Anthropic's overload.
 */
const retriedStatuses: ReadonlySet<number> = new Set([429, 503, 529]);

/**
 * Sends a request again where that cannot do the work twice: when the server was not reached, or said by its
 * status that it turned the request away. A connection that broke later, and any other error, is not retried:
 * the model may have answered, and been paid, already. Nothing is retried once a reply has been given on.
 *
 * @throws RangeError if attempts is not a whole number of at least 1
 */
export function retrying(upstream: Upstream, options: RetryOptions): Upstream {
  const { attempts } = options;
  if (!Number.isInteger(attempts) || attempts < 1) {
    throw new RangeError(`attempts must be a whole number of at least 1, not ${attempts}`);
  }
  return {
    id: upstream.id,
    isPaid: upstream.isPaid,
    async send(request) {
      for (let attempt = 1; attempt < attempts; attempt += 1) {
        const outcome = await sendOnce(upstream, request, { ...options, attempt });
        if (outcome.kind === "reply") return outcome.reply;
        await options.wait(outcome.waitMs, request.signal);
      }
      return upstream.send(request);
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  };
}

type Outcome =
  | { readonly kind: "reply"; readonly reply: UpstreamReply }
  | { readonly kind: "again"; readonly waitMs: number };

async function sendOnce(
  upstream: Upstream,
  request: UpstreamRequest,
  options: RetryOptions & { readonly attempt: number },
): Promise<Outcome> {
  const { firstWaitMs, mostWaitMs, attempt } = options;
  const usual = Math.min(mostWaitMs, firstWaitMs * 2 ** (attempt - 1));
  const waitMs = usual * (1 - options.jitter() / 2);
  try {
    const reply = await upstream.send(request);
    if (!isRetried(reply)) return { kind: "reply", reply };
    const asked = retryAfterMs(reply.headers, options.now());
    if (asked !== null && asked > mostWaitMs) return { kind: "reply", reply };
    await abandonReply(reply);
    return { kind: "again", waitMs: asked ?? waitMs };
  } catch (error) {
    if (!isUnreached(error)) throw error;
    return { kind: "again", waitMs };
  }
}

/** Both vendors' servers may forbid it with `x-should-retry`, as their clients go by too. */
function isRetried({ status, headers }: UpstreamReply): boolean {
  const forbidden = headers.some(([name, value]) => name === "x-should-retry" && value === "false");
  return retriedStatuses.has(status) && !forbidden;
}
