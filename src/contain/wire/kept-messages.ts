import type { EditedConversation, WireMessage } from "../wire-conversation.ts";
import { bondsOf, type MessageBonds } from "./message-bonds.ts";

/**
 * Which of a plan's drops are made. A drop that would leave an invalid request is narrowed, never widened, so
 * that nothing goes that the plan does not name: of a call and its results, all go or none; fixed messages
 * stay (see {@link bondsOf}); a request for Anthropic that began with the user still does; and one
 * that did not end with the model's own words does not after it.
 */
export function effectiveDrops(
  conversation: EditedConversation,
  drops: ReadonlySet<number>,
): ReadonlySet<number> {
  if (drops.size === 0) return drops;
  const bonds = bondsOf(conversation);
  const { messages, format } = conversation;
  const isLoose = (index: number) => drops.has(index) && !bonds.fixed.has(index);
  const loose = [...new Set(bonds.groups)].filter((group) => group.every(isLoose));
  const left = new Set(loose.flat().toSorted((a, b) => a - b));
  if (format === "anthropic-messages") keepFirstUser(messages, { left, bonds });
  keepEnding(messages, { left, bonds });
  return left;
}

interface Narrowing {
  /** Messages still left out; narrowed in place. */
  readonly left: Set<number>;
  readonly bonds: MessageBonds;
}

const isTurn = ({ element, message }: WireMessage): boolean =>
  element !== null && message.role !== "system";

function keepFirstUser(messages: readonly WireMessage[], { left, bonds }: Narrowing): void {
  const isModels = (index: number) => messages[index]?.message.role === "assistant";
  if (isModels(messages.findIndex(isTurn))) return;
  let first = messages.findIndex((message, index) => isTurn(message) && !left.has(index));
  for (let before = first - 1; before >= 0 && isModels(first); before -= 1) {
    const message = messages[before];
    if (message === undefined || !isTurn(message) || isModels(before) || !left.has(before))
      continue;
    const group = bonds.groups[before] ?? [];
    for (const bound of group) left.delete(bound);
    first = Math.min(before, ...group.slice(0, 1));
  }
}

function keepEnding(messages: readonly WireMessage[], { left, bonds }: Narrowing): void {
  const isModels = (index: number) => messages[index]?.message.role === "assistant";
  if (isModels(messages.length - 1)) return;
  let last = messages.findLastIndex((_, index) => !left.has(index));
  for (let after = last + 1; after < messages.length && isModels(last); after += 1) {
    if (isModels(after) || !left.has(after)) continue;
    const group = bonds.groups[after] ?? [];
    for (const bound of group) left.delete(bound);
    last = Math.max(after, ...group.slice(-1));
  }
}
