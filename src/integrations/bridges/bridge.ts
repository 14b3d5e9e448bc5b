import { planEdits, type Wire, type WireConversation } from "../../contain/index.ts";
import { type TranscriptMessage, TurncoatError } from "../../core/index.ts";
import type { GuardedConversation, Judgement, Preparation } from "../../guard/index.ts";
import type { IntegrationParts } from "../integration-parts.ts";

/** A request to a bridge: who asks is known, and its body is within the limits. */
export interface BridgeRequest {
  /** JSON, so far unread. */
  readonly body: string;
  readonly tenant: string;
  /** Whether it may be told what is believed: proxies hand that on to their own clients. */
  readonly isTrusted: boolean;
  readonly signal: AbortSignal;
  /** Takes work that the answer does not wait for. */
  later(work: Promise<void>): void;
}

/** Answers requests of one proxy. Never rejects but for a fault of ours. */
export type Bridge = (request: BridgeRequest) => Promise<Response>;

/** What a bridge is put together from; asked for with each request, since a reload may change it. */
export type BridgeParts = () => Pick<IntegrationParts, "guard" | "digest" | "mode" | "onUnscored">;

/** What the guard says before a request goes on, or why it could not. */
export type Prepared =
  | { readonly kind: "prepared"; readonly preparation: Preparation }
  | { readonly kind: "failed"; readonly reason: string };

/** Asks the guard; a store that is down is an answer here. @throws TurncoatError `cancelled` */
export async function prepared(
  { guard, mode }: ReturnType<BridgeParts>,
  conversation: GuardedConversation,
  signal: AbortSignal,
): Promise<Prepared> {
  try {
    return { kind: "prepared", preparation: await guard.prepare(conversation, { mode, signal }) };
  } catch (error) {
    if (!(error instanceof TurncoatError) || error.failure.kind === "cancelled") throw error;
    return { kind: "failed", reason: error.message };
  }
}

/** Whether what could not be read may go on all the same. */
export function isOpen({ mode, onUnscored }: ReturnType<BridgeParts>): boolean {
  return mode === "observe" || onUnscored === "open";
}

/** What a reply is; `null` while observing, where it is read once it has left. */
export async function judged(
  { guard, mode }: ReturnType<BridgeParts>,
  conversation: GuardedConversation,
  reply: { readonly messages: readonly TranscriptMessage[]; readonly signal: AbortSignal },
): Promise<Judgement | null> {
  if (mode === "observe") return null;
  return await guard.judge(conversation, reply.messages, { signal: reply.signal });
}

/** Whether a reply must not leave: off-profile, or unread where that counts as such. */
export function isHeld(parts: ReturnType<BridgeParts>, judgement: Judgement | null): boolean {
  if (judgement === null) return false;
  return judgement.verdict === "hold" || (judgement.unscored !== null && !isOpen(parts));
}

/** A request's body with the edits in force carried out. */
export function editedBody(
  body: string,
  { wire, conversation }: { readonly wire: Wire; readonly conversation: WireConversation },
  { edits }: Preparation,
): string {
  return wire.edit(body, conversation, planEdits(conversation.messages, edits));
}

/** Says what is wrong with a request, in plain JSON. */
export function badRequest(message: string): Response {
  return Response.json({ error: message }, { status: 400 });
}
