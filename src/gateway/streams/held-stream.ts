import type { HeldReply } from "../../guard/index.ts";
import { attemptSource } from "./attempt-source.ts";
import { type AttemptEnd, guardAttempt } from "./guard-attempt.ts";
import { draftBytes, type GuardSession, spend } from "./guard-session.ts";
import { patiently } from "./patiently.ts";

/** An upstream that fails to answer so often in a row is not asked again. */
const mostFailures = 3;

type Upstream = AsyncIterable<Uint8Array>;
type NotOut = Extract<AttemptEnd, { readonly kind: "held" | "empty" }>;

/** Holds a stream back as its policy says; what is held for good is drawn again, cut or withheld. */
export async function* heldStream(
  upstream: Upstream,
  session: GuardSession,
): AsyncGenerator<Uint8Array, void> {
  let current: Upstream | null = upstream;
  for (let attempt = 1; current !== null; attempt++) {
    const end: AttemptEnd = yield* guardAttempt(current, session, attempt);
    if (end.kind === "done" || end.kind === "gone") return;
    current = yield* afterHolding(session, end, attempt);
  }
}

/** The reply drawn again in place of one that was held; `null` when the stream has ended instead. */
async function* afterHolding(
  session: GuardSession,
  end: NotOut,
  attempt: number,
): AsyncGenerator<Uint8Array, Upstream | null> {
  if (end.kind === "empty" && attempt === 1) {
    yield draftBytes(session, session.client.failure(end.reason));
    return null;
  }
  spend(session, end.reply);
  const mayDraw = !session.hasSent || session.options.onHeld === "regenerate";
  const drawn = mayDraw ? yield* drawAgain(session) : null;
  if (end.kind === "held") session.held.push(heldReply(session, end, { attempt, drawn }));
  if (drawn === "gone") return null;
  if (drawn === null) yield* endHonestly(session, end);
  return drawn;
}

function heldReply(
  session: GuardSession,
  { judgement, text }: Extract<AttemptEnd, { readonly kind: "held" }>,
  { attempt, drawn }: { readonly attempt: number; readonly drawn: Upstream | "gone" | null },
): HeldReply {
  const isDrawn = drawn !== null && drawn !== "gone";
  const outcome = isDrawn ? "regenerated" : session.hasSent ? "cut" : "withheld";
  return { attempt, judgement, outcome, text };
}

/** Not finished: filtered. The client has all that it will get. */
async function* endHonestly(
  session: GuardSession,
  { reply }: NotOut,
): AsyncGenerator<Uint8Array, void> {
  const { client, options, spent } = session;
  if (!session.hasSent) {
    const createdSeconds = Math.floor(options.now() / 1000);
    const shell = {
      facts: { ...reply.facts(), usage: spent },
      first: reply.first(),
      createdSeconds,
    };
    yield draftBytes(session, client.opening(shell));
  }
  yield draftBytes(session, client.cut(spent));
  session.isComplete = true;
}

/** A failed try is skipped and the next one made. */
async function* drawAgain(
  session: GuardSession,
): AsyncGenerator<Uint8Array, Upstream | null | "gone"> {
  for (let failures = 0; failures < mostFailures; failures++) {
    const drawing = drawnOf(session);
    const waited = yield* patiently(session, drawing);
    if (waited === null) {
      void drawing.then((late) => {
        if (late.kind === "drawn" && late.upstream !== null) attemptSource(late.upstream).stop();
      });
      return "gone";
    }
    if (waited.value.kind === "drawn") return waited.value.upstream;
  }
  return null;
}

type Drawing =
  | { readonly kind: "drawn"; readonly upstream: Upstream | null }
  | { readonly kind: "failed" };

async function drawnOf({ options }: GuardSession): Promise<Drawing> {
  try {
    return { kind: "drawn", upstream: await options.regenerate() };
  } catch {
    return { kind: "failed" };
  }
}
