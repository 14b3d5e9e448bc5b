/**
 * Text in lines of at most `width` columns, broken at blanks; a word that is longer stands alone.
 *
 * @param indent  columns in front of each line, which count
 */
export function wrapText(text: string, width: number, indent = 0): string[] {
  const room = Math.max(1, width - indent);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines.map((content) => " ".repeat(indent) + content);
}
