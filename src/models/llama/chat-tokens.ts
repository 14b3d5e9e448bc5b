import type { ChatMessage } from "../../ports/index.ts";
import type { ChatTemplate } from "./chat-template.ts";

/** A model's tokenizer, as far as chats need it. */
export interface ChatTokenizer {
  /** Text to token ids; with `special`, markup such as `<|im_end|>` becomes its one token. */
  tokenize(text: string, special: boolean): readonly number[];
  /** Every text that `special` reads as one token of markup. */
  readonly markup: readonly string[];
}

/** Turns conversations and replies into the tokens that the model was trained to see. */
export interface ChatTokens {
  /** A conversation up to where the assistant's next turn begins. */
  prompt(messages: readonly ChatMessage[]): number[];
  /** A reply and its end of turn, as it stands in a conversation. */
  reply(text: string): number[];
  /** The token that closes a turn. */
  readonly endOfTurn: number;
}

/**
 * Tokens of a chat in the model's own template.
 *
 * What people and models say is never read as markup: a text that spells out a control token is encoded
 * as plain characters, so that no transcript can open or close a turn.
 *
 * @throws RangeError if the template's end of turn has no token
 */
export function chatTokens(template: ChatTemplate, tokenizer: ChatTokenizer): ChatTokens {
  const { tokenize } = tokenizer;
  const [endOfTurn] = tokenize(template.closing, true);
  if (endOfTurn === undefined) throw new RangeError("the end of turn has no token");
  return {
    prompt(messages) {
      const isPlain = messages.every(({ content }) => !hasMarkup(content, tokenizer));
      if (isPlain) return [...tokenize(template.render(messages, true), true)];
      return tokensOfParts(partsOf(template, messages), tokenizer);
    },
    reply: (text) => [...tokenize(text, false), endOfTurn],
    endOfTurn,
  };
}

function hasMarkup(text: string, { tokenize }: ChatTokenizer): boolean {
  const plain = tokenize(text, false);
  const special = tokenize(text, true);
  return plain.length !== special.length || plain.some((token, i) => token !== special[i]);
}

/** A stretch of a rendered conversation: the template's own text, or what somebody said. */
interface Part {
  readonly kind: "template" | "said";
  readonly text: string;
}

/** Renders with a stand-in for each message, cuts at the stand-ins and puts the contents back. */
function partsOf(template: ChatTemplate, messages: readonly ChatMessage[]): Part[] {
  const standIn = (index: number) => `turncoatstandin${index}x`;
  const standIns = messages.map(({ role }, index) => ({ role, content: standIn(index) }));
  const parts: Part[] = [];
  let rest = template.render(standIns, true);
  for (const [index, { content }] of messages.entries()) {
    const at = rest.indexOf(standIn(index));
    // A template that drops a message (some fold the system text elsewhere) drops its content too.
    if (at < 0) continue;
    parts.push({ kind: "template", text: rest.slice(0, at) }, { kind: "said", text: content });
    rest = rest.slice(at + standIn(index).length);
  }
  parts.push({ kind: "template", text: rest });
  return asRendered(parts, template.render(messages, true));
}

/** Many templates trim what was said; the parts then do the same. */
function asRendered(parts: readonly Part[], rendered: string): Part[] {
  const trimmed = parts.map((part) =>
    part.kind === "said" ? { ...part, text: part.text.trim() } : part,
  );
  return trimmed.map(({ text }) => text).join("") === rendered ? trimmed : [...parts];
}

/**
 * Only the template's markup cuts the text. What lies between two pieces of markup is encoded as a whole,
 * because tokens may span the seam of template and content (blanks, above all).
 */
function tokensOfParts(parts: readonly Part[], { tokenize, markup }: ChatTokenizer): number[] {
  const cut = cutAtMarkup(markup);
  const tokens: number[] = [];
  let plain = "";
  for (const { kind, text } of parts) {
    for (const piece of kind === "said" ? [text] : cut(text)) {
      if (kind === "said" || !markup.includes(piece)) plain += piece;
      else {
        tokens.push(...tokenize(plain, false), ...tokenize(piece, true));
        plain = "";
      }
    }
  }
  return [...tokens, ...tokenize(plain, false)];
}

/** Splits a text so that each piece of markup stands alone; the longest wins where several begin. */
function cutAtMarkup(markup: readonly string[]): (text: string) => string[] {
  const escaped = [...markup]
    .sort((left, right) => right.length - left.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  if (escaped.length === 0) return (text) => [text];
  const pattern = new RegExp(`(${escaped.join("|")})`);
  return (text) => text.split(pattern).filter((piece) => piece !== "");
}
