import { textOf } from "../../core/index.ts";
import type { HeldReply, Judgement } from "../../guard/index.ts";
import type { UpstreamReply } from "../../ports/index.ts";
import type { Endpoint } from "../endpoint.ts";
import { isHolding } from "../gateway-settings.ts";
import type { GuardedRequest } from "../guarded-request.ts";
import { guardStream } from "../streams/guard-stream.ts";
import type { StreamGuardOptions, StreamOutcome } from "../streams/stream-policy.ts";
import { type Attempts, attemptsOf } from "./attempts.ts";
import { trailer } from "./own-headers.ts";
import { respondStream } from "./respond.ts";
import { settleReply } from "./settle.ts";

/** Sends a streamed reply through the guard, as its policy says. */
export function guardReplyStream(
  request: GuardedRequest,
  endpoint: Extract<Endpoint, { readonly kind: "guarded" }>,
  reply: UpstreamReply,
): Response {
  const { exchange } = request;
  exchange.facts.isStream = true;
  // The headers leave before anybody knows; the comment at the end says more.
  if (isHolding(exchange.settings)) exchange.fate = "pending";
  const attempts = attemptsOf(request, endpoint);
  const { bytes, outcome } = guardStream(reply.body, optionsOf(request, attempts));
  return respondStream(exchange, reply, {
    body: bytes,
    contentType: contentTypeOf(reply),
    onEnd: () =>
      exchange.later(async () => {
        await settle(request, await outcome, attempts);
      }),
  });
}

function optionsOf(request: GuardedRequest, attempts: Attempts): StreamGuardOptions {
  const { exchange, read } = request;
  const { settings, parts, signal } = exchange;
  return {
    format: read.conversation.format,
    policy: isHolding(settings) ? settings.streamPolicy : { kind: "observe" },
    onUnscored: settings.onUnscored,
    onHeld: settings.onHeld,
    judge: judging(request, attempts),
    regenerate: async () => {
      const again = await attempts.again();
      return again === null ? null : again.body;
    },
    pingEveryMs: settings.limits.pingEveryMs,
    after: parts.after,
    now: parts.now,
    signal,
    maxEventBytes: settings.limits.eventBytes,
    trailer: () => trailer(exchange),
  };
}

/**
 * Judges parts of a reply. Before anything of a reply that was drawn again may leave, the edits that it was drawn
 * with are logged; where they cannot be kept, it counts as unread.
 */
function judging(request: GuardedRequest, attempts: Attempts): StreamGuardOptions["judge"] {
  const { exchange, conversation } = request;
  let held: { readonly judgement: Judgement; readonly text: string } | null = null;
  let logged = 0;
  return async (reply) => {
    const { guard } = exchange.settings;
    const judgement = await guard.judge(conversation, reply, { signal: exchange.signal });
    if (isHeld(judgement, exchange.settings.onUnscored)) {
      held = { judgement, text: reply.map(textOf).join("\n\n") };
    } else if (held !== null && attempts.drawn > logged) {
      logged = attempts.drawn;
      await attempts.sent(held.judgement, held.text);
    }
    return judgement;
  };
}

function isHeld({ verdict, unscored }: Judgement, onUnscored: "open" | "closed"): boolean {
  return unscored === null ? verdict === "hold" : onUnscored === "closed";
}

async function settle(
  request: GuardedRequest,
  outcome: StreamOutcome,
  attempts: Attempts,
): Promise<void> {
  const { exchange } = request;
  const { facts } = exchange;
  facts.holdbackMs += outcome.scoringMs;
  facts.releasedUnread += outcome.releasedUnread;
  facts.isComplete = outcome.isComplete;
  exchange.learn(outcome);
  for (const held of outcome.held) await logHeld(request, held, attempts);
  settleReply(request, {
    messages: outcome.reply,
    id: outcome.id,
    judgement: outcome.judgement,
    isWithheld: isOtherThanKept(outcome),
  });
  exchange.finish();
}

/** Counts a held reply, and logs one that ended without another in its place. */
async function logHeld(
  { exchange }: GuardedRequest,
  { outcome, judgement, text }: HeldReply,
  attempts: Attempts,
): Promise<void> {
  const { unscored } = judgement;
  if (unscored !== null) exchange.failed(outcome === "released" ? "open" : "closed", "unscored");
  switch (outcome) {
    case "cut":
    case "withheld":
      await attempts.ended(outcome, judgement, text);
      return;
    case "regenerated":
    case "released":
      return;
  }
}

/**
 * Whether the vendor keeps something else under the reply's id than the client has: a reply that was cut or
 * withheld, or one whose rest came from another. A reply that was replaced as a whole has its own id.
 */
function isOtherThanKept({ held, judgement }: StreamOutcome): boolean {
  return held.some(
    ({ outcome }) =>
      outcome === "cut" ||
      outcome === "withheld" ||
      (outcome === "regenerated" && judgement === null),
  );
}

/** Clients do not read a stream that does not say it is one. */
function contentTypeOf({ headers }: UpstreamReply): string | undefined {
  const isStated = headers.some(([name]) => name === "content-type");
  return isStated ? undefined : "text/event-stream; charset=utf-8";
}
