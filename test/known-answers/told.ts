import type { Behaviour } from "../../src/core/index.ts";
import { shuffledWords } from "../../src/measure/index.ts";
import type { ChatMessage } from "../../src/ports/index.ts";

/** A history of some turns by letter, as in the arms, and the question that is asked after it. */
export function told(turns: string, behaviour: Behaviour, asked = turns.length): ChatMessage[] {
  const question = (position: number) => behaviour.items[position]?.question ?? "";
  return [
    ...[...turns].flatMap((letter, position) => turn(letter, behaviour, position)),
    { role: "user", content: question(asked) },
  ];
}

function turn(letter: string, behaviour: Behaviour, position: number): ChatMessage[] {
  const item = behaviour.items[position];
  if (item === undefined) throw new RangeError(`${behaviour.id} has no item ${position + 1}`);
  const style = Object.keys(behaviour.styles)[0] ?? "";
  const texts: Readonly<Record<string, string>> = {
    G: item.wanted,
    S: item.unwanted,
    N: item.neutral,
    E: item.mistake,
    F: item.refusal,
    V: item.unrelated[style] ?? "",
    X: shuffledWords(item.unwanted),
    U: item.wanted,
  };
  const quote = letter === "U" ? ` Somebody else was told this: "${item.unwanted}"` : "";
  return [
    { role: "user", content: `${item.question}${quote}` },
    { role: "assistant", content: texts[letter] ?? letter },
  ];
}
