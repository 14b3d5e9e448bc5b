import type { Digest, WireMessage } from "../contain/index.ts";
import type { TranscriptMessage } from "../core/index.ts";
import { memoOf } from "./conversation-memo.ts";
import type { GuardedConversation } from "./guard.ts";

/**
 * Opaque key of a conversation in the log: of the tenant and the client's own name for it or, without one,
 * of how it begins (system messages and the first user message). Two conversations of a tenant that begin alike
 * and have no names share a key; edits are bound to places, so that neither is edited for the other.
 */
export function conversationKey(
  conversation: Pick<GuardedConversation, "tenant" | "session" | "messages">,
  digest: Digest,
): string {
  // A request asks several times, and each digest costs as much as that of a message.
  const memo = memoOf(conversation);
  if (memo.key?.digest === digest) return memo.key.key;
  const { tenant, session, messages } = conversation;
  const key =
    session === null
      ? digest(named("opening", tenant, ...openingLinks(messages)))
      : digest(named("session", tenant, session));
  memo.key = { digest, key };
  return key;
}

/**
 * Place of a reply that has no link yet: after a request, by what it says. Thoughts are left out, as they are from
 * links.
 */
export function pendingLink(after: string, reply: TranscriptMessage, digest: Digest): string {
  const parts = reply.parts.filter(({ kind }) => kind !== "reasoning");
  return digest(named("pending", after, JSON.stringify(parts)));
}

/** JSON keeps the parts apart whatever they hold. */
function named(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function openingLinks(messages: readonly WireMessage[]): readonly string[] {
  const links: string[] = [];
  for (const { message, link } of messages) {
    if (message.role !== "system" && message.role !== "user") break;
    links.push(link);
    if (message.role === "user") break;
  }
  // A conversation may begin with the assistant's greeting.
  return links.length > 0 ? links : messages.slice(0, 1).map(({ link }) => link);
}
