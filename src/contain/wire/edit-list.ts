import type { EditedConversation, EditPlan } from "../wire-conversation.ts";
import { effectiveDrops } from "./kept-messages.ts";
import { textsByPlace } from "./texts-by-place.ts";

/** How texts get into a list of messages of some library. */
export interface ListEditing<Element> {
  /** The user's message with the texts at its end; `null` where it cannot hold them: then they follow it. */
  within(element: Element, texts: readonly string[]): Element | null;
  /** A user's message of its own. */
  message(text: string): Element;
}

/**
 * A list of messages with a plan carried out, by the same rules as `Wire.edit`: calls and results stay together,
 * texts after a message that is left out are left out too, one that is there already is not put in again. Elements
 * that stay are the very same; so is the list where nothing is to be done.
 *
 * @param elements  what the conversation's messages were read from, by their `element`
 */
export function editList<Element>(
  elements: readonly Element[],
  { conversation, plan }: { readonly conversation: EditedConversation; readonly plan: EditPlan },
  editing: ListEditing<Element>,
): readonly Element[] {
  const { messages } = conversation;
  const drops = effectiveDrops(conversation, plan.drops);
  const appends = plan.appends.filter(({ after }) => !drops.has(after));
  const texts = textsByPlace(conversation, { drops, appends });
  if (drops.size === 0 && texts.size === 0) return elements;
  const before = [...texts].flatMap(([index, put]) =>
    messages[index]?.element === null ? put.map(editing.message) : [],
  );
  const edited = messages.flatMap(({ element, message }, index) => {
    const own = element === null ? undefined : elements[element];
    if (own === undefined || drops.has(index)) return [];
    const put = texts.get(index) ?? [];
    if (put.length === 0) return [own];
    const within = message.role === "user" ? editing.within(own, put) : null;
    return within === null ? [own, ...put.map(editing.message)] : [within];
  });
  return [...before, ...edited];
}
