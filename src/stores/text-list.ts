import type { TextList } from "./score-rows.ts";

/** A list of texts without repeats, numbered from 0 in the order in which they came. */
export function textList(): TextList {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  return {
    textAt: (number) => texts[number] ?? null,
    numberOf(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      texts.push(text);
      return texts.length - 1;
    },
  };
}
