import type { ChatMessage } from "../../ports/index.ts";
import type { ChatTemplate } from "./chat-template.ts";

/** Text to token ids; with `special`, markup such as `<|im_end|>` becomes its one token. */
export type Tokenize = (text: string, special: boolean) => readonly number[];

/** Turns conversations and replies into the tokens that the model was trained to see. */
export interface ChatTokens {
  /** A conversation up to where the assistant's next turn begins. */
  prompt(messages: readonly ChatMessage[]): number[];
  /** A reply and its end of turn, as it stands in a conversation. */
  reply(text: string): number[];
}

/**
 * Tokens of a chat in the model's own template.
 *
 * What people and models say is never read as markup: a text that spells out a control token is split off
 * and encoded as plain characters, so that no transcript can open or close a turn.
 */
export function chatTokens(template: ChatTemplate, tokenize: Tokenize): ChatTokens {
  const [endOfTurn] = tokenize(template.closing, true);
  if (endOfTurn === undefined) throw new RangeError("the end of turn has no token");
  return {
    prompt(messages) {
      const unsafe = messages.filter(({ content }) => hasMarkup(content, tokenize));
      if (unsafe.length === 0) return [...tokenize(template.render(messages, true), true)];
      return promptInParts({ template, tokenize }, messages);
    },
    reply: (text) => [...tokenize(text, false), endOfTurn],
  };
}

function hasMarkup(text: string, tokenize: Tokenize): boolean {
  const plain = tokenize(text, false);
  const special = tokenize(text, true);
  return plain.length !== special.length || plain.some((token, i) => token !== special[i]);
}

// The conversation is rendered with a stand-in for each message, then cut at the stand-ins.
function promptInParts(
  { template, tokenize }: { template: ChatTemplate; tokenize: Tokenize },
  messages: readonly ChatMessage[],
): number[] {
  const standIn = (index: number) => `turncoatstandin${index}x`;
  const rendered = template.render(
    messages.map(({ role }, index) => ({ role, content: standIn(index) })),
    true,
  );
  const tokens: number[] = [];
  let rest = rendered;
  for (const [index, { content }] of messages.entries()) {
    const at = rest.indexOf(standIn(index));
    // A template that drops a message (some fold the system text elsewhere) drops its content too.
    if (at < 0) continue;
    tokens.push(...tokenize(rest.slice(0, at), true), ...tokenize(content, false));
    rest = rest.slice(at + standIn(index).length);
  }
  tokens.push(...tokenize(rest, true));
  return tokens;
}
