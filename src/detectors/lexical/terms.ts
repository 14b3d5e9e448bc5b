const word = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

/**
 * The words of a text and its pairs of neighbouring words, lower case, in order. Numbers and marks are not
 * terms. Linear in the text.
 */
export function termsOf(text: string): readonly string[] {
  const words = text.toLowerCase().replaceAll("’", "'").match(word) ?? [];
  return words.flatMap((one, index) => {
    const next = words[index + 1];
    return next === undefined ? [one] : [one, `${one} ${next}`];
  });
}
