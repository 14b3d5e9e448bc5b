import { parseJson, type TranscriptPart } from "../../core/index.ts";
import type { Digest, WireMessage } from "../wire-conversation.ts";
import { type MessageDraft, messageFrom } from "./message-draft.ts";

/** Where a chain of links goes on: after `count` messages, the last that counts having `link`. */
export interface ChainEnd {
  readonly count: number;
  readonly link: string;
}

/** Before the first message. */
export const chainStart: ChainEnd = { count: 0, link: "" };

/**
 * Drafts with their links. A message's link is the digest of the link before it, its role and its parts;
 * left out is what clients change or drop when they send a message again: thinking, cache marks, ids, the
 * spelling of a tool's arguments, whether a text is a string or a block. A message of thinking alone has a
 * link of its own, but the chain goes past it, so that what follows has the same link whether or not the
 * client sends it.
 */
export function linkDrafts(
  drafts: readonly MessageDraft[],
  digest: Digest,
  options: { readonly from: ChainEnd; readonly isGenerated: boolean },
): readonly WireMessage[] {
  let previous = options.from.link;
  return drafts.map((draft, offset) => {
    const index = options.from.count + offset;
    const isAside = isThinkingOnly(draft.parts);
    const link = isAside
      ? digest(`${previous}\nthinking ${index}`)
      : digest(`${previous}\n${draft.role}\n${contentOf(draft)}`);
    if (!isAside) previous = link;
    return {
      message: messageFrom(draft, { index, isGenerated: options.isGenerated }),
      element: draft.element,
      link,
      isSigned: draft.isSigned,
    };
  });
}

/** Where a reply to these messages goes on. */
export function chainEnd(messages: readonly WireMessage[]): ChainEnd {
  const last = messages.findLast(({ message }) => !isThinkingOnly(message.parts));
  return { count: messages.length, link: last?.link ?? "" };
}

/** Whether parts are thinking, open or hidden, and nothing else. */
function isThinkingOnly(parts: readonly TranscriptPart[]): boolean {
  return parts.length > 0 && parts.every(isThinking);
}

function isThinking(part: TranscriptPart): boolean {
  return part.kind === "reasoning" || (part.kind === "other" && part.type === "redacted_thinking");
}

/** Each piece with its length before it, so that no two contents read the same. */
function contentOf({ parts, unread }: MessageDraft): string {
  let content = "";
  for (const part of parts) content += pieceOf(part);
  for (const text of unread) content += piece("unread", text);
  return content;
}

function pieceOf(part: TranscriptPart): string {
  switch (part.kind) {
    case "text":
      return part.text === "" ? "" : piece("text", part.text);
    case "reasoning":
      return "";
    case "tool-call":
      return piece("name", part.name) + piece("call", spelledAlike(part.input));
    case "tool-result":
      return piece("result", part.output);
    case "other":
      return isThinking(part) ? "" : piece("other", part.type);
  }
}

const piece = (kind: string, text: string): string => `${kind} ${text.length} ${text}\n`;

/** Arguments as JSON without white space: clients parse and write them again. Anything else as it is. */
function spelledAlike(input: string): string {
  if (!input.startsWith("{")) return input.trim();
  const parsed = parseJson(input);
  return parsed.kind === "value" ? JSON.stringify(parsed.value) : input.trim();
}
