import { type Edit, TurncoatError, textOf } from "../core/index.ts";
import { actionOfEdits, type Judgement, type Preparation } from "../guard/index.ts";
import { type CallNote, noteOf } from "./call-note.ts";
import { type GuardedCall, type GuardedReply, settleCall } from "./guarded-call.ts";
import type { IntegrationParts } from "./integration-parts.ts";

interface Redrawing<Reply> {
  readonly call: GuardedCall<Reply>;
  readonly preparation: Preparation;
  /** What the model said first. */
  readonly first: Reply;
}

/** A reply that was held, why, and what was drawn in its place. */
interface Held {
  readonly judgement: Judgement;
  readonly text: string;
  /** The one that was drawn after it, from 1. */
  readonly attempt: number;
  /** What that was drawn with. */
  readonly edits: readonly Edit[];
}

/**
 * Judges a reply, draws it again from an edited prompt as often as the guard allows while it is held, and gives
 * what may leave. The edits that it was drawn with are logged before it leaves.
 *
 * @throws TurncoatError `store` where they cannot be kept; what the call's signal aborts with
 */
export async function redraw<Reply>(
  parts: IntegrationParts,
  { call, preparation, first }: Redrawing<Reply>,
): Promise<GuardedReply<Reply>> {
  const { guard } = parts;
  let held: Held | null = null;
  let reply = first;
  for (let attempt = 0; ; attempt += 1) {
    const messages = call.read(reply);
    const judgement = await judged(parts, call, messages);
    if (judgement === null || !isHeld(judgement, parts.onUnscored)) {
      const note = await noteOfSent(parts, { call, preparation }, held);
      settleCall(parts, { call, preparation, messages, judgement });
      return { reply, note };
    }
    const text = messages.map(({ message }) => textOf(message)).join("\n\n");
    const edits = guard.regeneration(call.conversation, preparation, attempt + 1);
    held = { judgement, text, attempt: attempt + 1, edits };
    const isLast = attempt >= guard.mostAttempts;
    const next = isLast ? null : await again(call, [...preparation.edits, ...edits]);
    if (next === null) {
      const one = {
        ...held,
        attempt: Math.max(1, attempt),
        outcome: "withheld",
        edits: [],
      } as const;
      // Nothing hangs on this line: the reply is withheld whether or not it can be kept.
      parts.later(guard.held(call.conversation, preparation, one).catch(() => undefined));
      return { reply, note: noteOf({ ...preparation, why: withheldWhy }, "withheld") };
    }
    reply = next.reply;
  }
}

/** Logs that a reply drawn again is sent, where one was held before it. */
async function noteOfSent(
  { guard }: IntegrationParts,
  {
    call,
    preparation,
  }: {
    readonly call: Pick<GuardedCall<never>, "conversation">;
    readonly preparation: Preparation;
  },
  held: Held | null,
): Promise<CallNote> {
  if (held === null) return noteOf(preparation, "sent");
  await guard.held(call.conversation, preparation, { ...held, outcome: "regenerated" });
  const action = actionOfEdits(held.edits);
  return noteOf({ ...preparation, action, why: redrawnWhy }, "regenerated");
}

const redrawnWhy = "a held reply was drawn again from an edited prompt";

const withheldWhy = "the reply was held, and drawing it again did not help";

/** `null` where there is nothing to judge: a reply that says nothing. */
async function judged<Reply>(
  { guard }: IntegrationParts,
  { conversation, signal }: GuardedCall<Reply>,
  messages: ReturnType<GuardedCall<Reply>["read"]>,
): Promise<Judgement | null> {
  const said = messages.map(({ message }) => message);
  if (said.every((message) => message.parts.length === 0)) return null;
  try {
    return await guard.judge(conversation, said, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof TurncoatError)) throw error;
    const unread = { verdict: "pass", probability: null, evidence: [], scoringMs: 0 } as const;
    return { ...unread, unscored: error.message };
  }
}

function isHeld({ verdict, unscored }: Judgement, onUnscored: "open" | "closed"): boolean {
  return unscored === null ? verdict === "hold" : onUnscored === "closed";
}

/** `null` where the model does not answer again: the program is told of the held reply, not of that. */
async function again<Reply>(
  { send, signal }: GuardedCall<Reply>,
  edits: readonly Edit[],
): Promise<{ readonly reply: Reply } | null> {
  try {
    return { reply: await send(edits) };
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}
