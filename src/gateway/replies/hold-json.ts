import type { WireReply } from "../../contain/index.ts";
import { TurncoatError, textOf } from "../../core/index.ts";
import type { Judgement } from "../../guard/index.ts";
import type { UpstreamReply } from "../../ports/index.ts";
import type { Endpoint } from "../endpoint.ts";
import { gatewayError } from "../forward.ts";
import type { GuardedRequest } from "../guarded-request.ts";
import type { GatewayError } from "../protocol/gateway-error.ts";
import { withheldReply } from "../protocol/withheld-reply.ts";
import { type Attempts, attemptsOf } from "./attempts.ts";
import { collect } from "./collect.ts";
import { readReply } from "./read-reply.ts";
import { respondBytes, respondStream } from "./respond.ts";
import { settleReply } from "./settle.ts";

/** A reply that is all here and was judged. */
interface Judged {
  readonly upstream: UpstreamReply;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly reply: WireReply;
  readonly judgement: Judgement;
}

/** What came of reading a reply. */
type Reading =
  | { readonly kind: "judged"; readonly judged: Judged }
  | { readonly kind: "answered"; readonly response: Response };

/**
 * Judges a whole reply before any of it leaves; one that is held is drawn again, and withheld when that does not
 * help. Every choice of a reply counts.
 */
export async function holdJson(
  request: GuardedRequest,
  endpoint: Extract<Endpoint, { readonly kind: "guarded" }>,
  first: UpstreamReply,
): Promise<Response> {
  const attempts = attemptsOf(request, endpoint);
  let held: Judged | null = null;
  for (let upstream: UpstreamReply | null = first; upstream !== null; ) {
    const reading = await readAndJudge(request, upstream);
    if (reading.kind === "answered") return reading.response;
    const { judged } = reading;
    if (!isHeld(request, judged.judgement))
      return await release(request, { judged, held, attempts });
    held = judged;
    upstream = await attempts.again();
  }
  return held === null
    ? request.exchange.refuse(unreadable)
    : await withhold(request, held, attempts);
}

async function readAndJudge(request: GuardedRequest, upstream: UpstreamReply): Promise<Reading> {
  const { exchange, read, conversation } = request;
  const { settings, facts, signal } = exchange;
  const collected = await exchange.away(collect(upstream.body, settings.limits.replyBytes));
  if (collected.kind === "broken") {
    return answered(exchange.refuse(gatewayError(collected.error.failure, "")));
  }
  if (collected.kind === "exceeded") return answered(unread(request, upstream, collected.body));
  const { bytes } = collected;
  const text = new TextDecoder().decode(bytes);
  const reply = readReply(read.wire, text);
  if (reply === null) return answered(unread(request, upstream, once(bytes)));
  exchange.learn(reply);
  try {
    const judgement = await settings.guard.judge(conversation, reply.messages, { signal });
    facts.holdbackMs += judgement.scoringMs;
    return { kind: "judged", judged: { upstream, bytes, text, reply, judgement } };
  } catch (error) {
    if (!(error instanceof TurncoatError)) throw error;
    if (error.failure.kind === "cancelled") {
      return answered(exchange.refuse(gatewayError(error.failure, "")));
    }
    return answered(unread(request, upstream, once(bytes)));
  }
}

/** Whether a verdict, or that there is none, keeps a reply back. */
function isHeld({ exchange }: GuardedRequest, { verdict, unscored }: Judgement): boolean {
  if (unscored === null) return verdict === "hold";
  const { onUnscored } = exchange.settings;
  exchange.failed(onUnscored, "unscored");
  return onUnscored === "closed";
}

/** What becomes of a reply that nobody can read. */
function unread(
  { exchange }: GuardedRequest,
  upstream: UpstreamReply,
  body: AsyncIterable<Uint8Array>,
): Response {
  const { onUnscored } = exchange.settings;
  exchange.failed(onUnscored, "unreadable");
  if (onUnscored === "closed") {
    exchange.abort();
    return exchange.refuse(unreadable);
  }
  return respondStream(exchange, upstream, { body, onEnd: () => exchange.finish() });
}

const unreadable: GatewayError = {
  status: 502,
  reason: "not-guarded",
  message: "the upstream's reply cannot be read, and nothing is let through unread",
};

interface Releasing {
  readonly judged: Judged;
  /** The one before, where there was one. */
  readonly held: Judged | null;
  readonly attempts: Attempts;
}

async function release(
  request: GuardedRequest,
  { judged, held, attempts }: Releasing,
): Promise<Response> {
  const { exchange } = request;
  exchange.fate = "sent";
  if (held !== null) {
    try {
      await attempts.sent(held.judgement, saidIn(held.reply));
    } catch (error) {
      if (!(error instanceof TurncoatError)) throw error;
      exchange.failed("closed", "store");
      return exchange.refuse(gatewayError(error.failure, ""));
    }
  }
  const response = respondBytes(exchange, judged.upstream, judged.bytes);
  exchange.parts.defer(() => {
    const { reply, judgement } = judged;
    settleReply(request, { ...reply, judgement, isWithheld: false });
    exchange.finish();
  });
  return response;
}

async function withhold(
  request: GuardedRequest,
  held: Judged,
  attempts: Attempts,
): Promise<Response> {
  const { exchange, read } = request;
  exchange.fate = "withheld";
  // Nothing hangs on this line: the reply is withheld whether or not it can be kept.
  exchange.later(() => attempts.ended("withheld", held.judgement, saidIn(held.reply)));
  const { parts } = exchange;
  const id = parts.newId();
  const reply = withheldReply({
    format: read.conversation.format,
    original: JSON.parse(held.text),
    model: held.reply.model,
    id,
    createdSeconds: Math.floor(Date.parse(parts.timestamp()) / 1000),
  });
  const bytes = new TextEncoder().encode(JSON.stringify(reply));
  const response = respondBytes(exchange, { ...held.upstream, status: 200 }, bytes);
  exchange.facts.replyId = null;
  exchange.facts.finish = "withheld";
  settleReply(request, {
    messages: [],
    id: `resp_${id}`,
    judgement: null,
    isWithheld: true,
  });
  exchange.finish();
  return response;
}

/** Everything that a reply says. */
function saidIn({ messages }: WireReply): string {
  return messages.map(textOf).join("\n\n");
}

function answered(response: Response): Reading {
  return { kind: "answered", response };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}
