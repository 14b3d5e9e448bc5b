/** Characters of somebody's words that a reason repeats. */
const longest = 200;

/** The beginning of a text on one line, with `…` where there is more. */
export function clipped(text: string): string {
  const letters = [
    ...text
      .slice(0, 4 * longest)
      .replace(/\s+/g, " ")
      .trim(),
  ];
  return letters.length <= longest
    ? letters.join("")
    : `${letters.slice(0, longest - 1).join("")}…`;
}
