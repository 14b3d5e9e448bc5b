const noBreak = "\u00a0";

/** Holds a phrase together when it is wrapped; {@link wrapText} prints plain blanks for it. */
export function unbroken(phrase: string): string {
  return phrase.replaceAll(" ", noBreak);
}

/**
 * Text in lines of at most `width` columns, broken at plain blanks (a no-break space holds and is printed plain); a word that is longer stands alone.
 *
 * @param indent  columns in front of each line, which count
 */
export function wrapText(text: string, width: number, indent = 0): string[] {
  const room = Math.max(1, width - indent);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \t\r\n]+/).filter((part) => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines.map((content) => " ".repeat(indent) + content.replaceAll(noBreak, " "));
}
