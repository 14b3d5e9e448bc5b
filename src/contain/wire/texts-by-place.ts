import type { EditedConversation, EditPlan, WireMessage } from "../wire-conversation.ts";
import { bondsOf } from "./message-bonds.ts";

/**
 * Texts by the message that they follow in the end (after a call, its last result), but those already there.
 *
 * @throws RangeError for a place that is not in the conversation
 */
export function textsByPlace(
  conversation: EditedConversation,
  { drops, appends }: EditPlan,
): ReadonlyMap<number, readonly string[]> {
  const { groups } = bondsOf(conversation);
  const texts = new Map<number, string[]>();
  for (const { after, text } of appends) {
    if (conversation.messages[after] === undefined) {
      throw new RangeError(`the plan puts a text after message ${after}, which is not there`);
    }
    const index = groups[after]?.at(-1) ?? after;
    if (isThere(conversation.messages, { index, drops, text })) continue;
    texts.set(index, [...(texts.get(index) ?? []), text]);
  }
  return texts;
}

/**
 * Whether a text that was put in is still there: as a block of the message's own, or as one of
 * the user's messages right after it. What goes into a string changes the place, so it is never met again.
 */
function isThere(
  messages: readonly WireMessage[],
  sought: { readonly index: number; readonly drops: ReadonlySet<number>; readonly text: string },
): boolean {
  const { index, drops, text } = sought;
  const says = (at: number) =>
    messages[at]?.message.parts.some((part) => part.kind === "text" && part.text === text) === true;
  if (messages[index]?.message.parts[0]?.kind === "tool-result" && says(index)) return true;
  for (let at = index + 1; messages[at]?.message.role === "user" || drops.has(at); at += 1) {
    if (!drops.has(at) && says(at)) return true;
  }
  return false;
}
