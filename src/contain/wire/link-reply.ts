import type { TranscriptMessage } from "../../core/index.ts";
import type { Digest, WireConversation, WireMessage } from "../wire-conversation.ts";
import { hasSignedBlock, isEncrypted, type MessageDraft, unreadBlocks } from "./message-draft.ts";
import { chainEnd, linkDrafts } from "./message-links.ts";
import { itemDraft } from "./responses-items.ts";

/**
 * A reply's messages with the places that they will have when the client sends them again: their links are
 * those that reading the next request gives.
 *
 * @param conversation  the request as the client sent it, before any edit
 * @param messages  of a `WireReply`, in order
 */
export function linkReply(
  conversation: WireConversation,
  messages: readonly TranscriptMessage[],
  digest: Digest,
): readonly WireMessage[] {
  const from = chainEnd(conversation.messages);
  const elements = conversation.messages.filter(({ element }) => element !== null).length;
  const drafts = messages.map((message, offset) => draftOf(message, elements + offset));
  return linkDrafts(drafts, digest, { from, isGenerated: true });
}

/** The message, and what its raw content or item in `extra` says beyond its parts. */
function draftOf({ role, parts, extra }: TranscriptMessage, element: number): MessageDraft {
  const item = extra["item"];
  if (item !== undefined)
    return { ...itemDraft(item, element), role, parts, isSigned: isEncrypted(item) };
  const content = extra["content"];
  return { role, parts, element, isSigned: hasSignedBlock(content), unread: unreadBlocks(content) };
}
