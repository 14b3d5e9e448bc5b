import type { Behaviour, Item } from "../../core/index.ts";

/** What an assistant turn is, as the item banks tell it. */
export type ReplyKind =
  | "wanted"
  | "unwanted"
  | "style"
  | "neutral"
  | "mistake"
  | "refusal"
  | "shuffled"
  | "unknown";

/** A reply looked up by its text. */
export interface KnownReply {
  readonly kind: ReplyKind;
  /** The manner it is written in, e.g. `kind/unwanted` or `kind/sports`; `null` when unknown. */
  readonly manner: string | null;
}

/** Looks up texts in the banks of several behaviours, the way a reader would recognise them. */
export interface BankIndex {
  /** A text of no bank is `unknown`. */
  reply(text: string): KnownReply;
  /** The bank question that a user message ends with; `null` for none. */
  asked(userMessage: string): Item | null;
}

const unknown: KnownReply = { kind: "unknown", manner: null };

/** Indexes every reply and question of some behaviours; of two equal texts the first counts. */
export function bankIndex(behaviours: readonly Behaviour[]): BankIndex {
  const replies = new Map<string, KnownReply>();
  const bags = new Map<string, KnownReply>();
  const questions = new Map<string, Item>();
  for (const { id, items } of behaviours) {
    for (const item of items) {
      addNew(questions, item.question, item);
      addNew(bags, bagOfWords(item.unwanted), { kind: "shuffled", manner: `${id}/shuffled` });
      for (const [text, reply] of repliesOf(id, item)) addNew(replies, text, reply);
    }
  }
  return {
    reply: (text) => replies.get(text) ?? bags.get(bagOfWords(text)) ?? unknown,
    asked: (message) => questions.get(message) ?? longestEnding(questions, message),
  };
}

function addNew<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}

function repliesOf(behaviour: string, item: Item): [string, KnownReply][] {
  const { wanted, unwanted, neutral, mistake, refusal } = item;
  const plain = { wanted, unwanted, neutral, mistake, refusal } as const;
  const kinds = ["wanted", "unwanted", "neutral", "mistake", "refusal"] as const;
  return [
    ...kinds.map((kind): [string, KnownReply] => [
      plain[kind],
      { kind, manner: `${behaviour}/${kind}` },
    ]),
    ...Object.entries(item.unrelated).map(([style, text]): [string, KnownReply] => [
      text,
      { kind: "style", manner: `${behaviour}/${style}` },
    ]),
  ];
}

// A shuffled reply keeps its words and loses their order.
function bagOfWords(text: string): string {
  return text.split(/\s+/).sort().join(" ");
}

function longestEnding(questions: ReadonlyMap<string, Item>, message: string): Item | null {
  let found: Item | null = null;
  for (const [question, item] of questions) {
    if (!message.endsWith(question)) continue;
    if (found === null || question.length > found.question.length) found = item;
  }
  return found;
}
