import type { WireMessage } from "../contain/index.ts";
import { type Edit, TurncoatError } from "../core/index.ts";
import type { GuardedConversation, Judgement, Preparation } from "../guard/index.ts";
import type { CallNote } from "./call-note.ts";
import type { IntegrationParts } from "./integration-parts.ts";

/** One call of a model, in whatever shape its library has. */
export interface GuardedCall<Reply> {
  readonly conversation: GuardedConversation;
  readonly signal: AbortSignal | undefined;
  /** Asks the model, edits carried out. @throws whatever the library throws */
  send(edits: readonly Edit[]): Promise<Reply>;
  /** What the model said, with the places it will have when it is sent again. */
  read(reply: Reply): readonly WireMessage[];
}

/** A reply that may leave. */
export interface GuardedReply<Reply> {
  /** Where it is withheld, what the model said: not to be shown. */
  readonly reply: Reply;
  /** `null` where the guard failed and the call went on all the same. */
  readonly note: CallNote | null;
}

/**
 * Asks the guard about a call; `null` where the guard fails and the call goes on all the same.
 *
 * @throws TurncoatError `store` while enforcing, where it is not known what was done before
 */
export async function prepareCall(
  { guard, mode, onUnscored }: IntegrationParts,
  call: Pick<GuardedCall<never>, "conversation" | "signal">,
): Promise<Preparation | null> {
  const { conversation, signal } = call;
  try {
    const options = signal === undefined ? { mode } : { mode, signal };
    return await guard.prepare(conversation, options);
  } catch (error) {
    signal?.throwIfAborted();
    const isOpen = mode === "observe" || onUnscored === "open";
    if (!(error instanceof TurncoatError) || !isOpen) throw error;
    return null;
  }
}

interface Settling {
  readonly call: Pick<GuardedCall<never>, "conversation">;
  readonly preparation: Preparation;
  /** What the program has. */
  readonly messages: readonly WireMessage[];
  readonly judgement: Judgement | null;
}

/** Has the guard take in a reply that has left; nobody waits for it. */
export function settleCall(
  { guard, later }: Pick<IntegrationParts, "guard" | "later">,
  { call, preparation, messages, judgement }: Settling,
): void {
  if (messages.every(({ message }) => message.parts.length === 0)) return;
  later(guard.settle(call.conversation, messages, { preparation, judgement }));
}
