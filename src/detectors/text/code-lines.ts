/**
 * Lines that only code begins with. Words such as `if` or `from` alone would not do: people write them.
 */
const opening = [
  /^\s*(?:from\s+[\w.]+\s+import\b|import\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*;?\s*$|.*\bfrom\s+["']))/,
  /^\s*(?:async\s+)?(?:def\s+\w+\s*\(.*|class\s+\w+\s*(?:\(.*\))?):\s*$/,
  /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*\w*\s*\(/,
  /^\s*(?:export\s+)?(?:const|let|var)\s+[\w{[].*=/,
  /^\s*(?:public|private|protected|static)\s+[\w<>[\]]+\s+\w+\s*[(;={]/,
  /^\s*(?:#include\s*[<"]|#!\/|package\s+[\w.]+;|using\s+[\w.]+;|<\?php|<!doctype\s)/i,
  /^\s*@[\w.]+(?:\(.*\))?\s*$/,
  /^\s*(?:select\b.+\bfrom\b|insert\s+into\b|create\s+table\b|update\s+\w+\s+set\b).*[;)(]\s*$/i,
];

/** Lines that are code among code, and could be prose elsewhere. */
const going = [
  /[;{}]\s*$/,
  /^\s*[)\]}]+[;,]?\s*$/,
  /^\s*[\w.[\]"']+\s*[-+*/|&]?=\s*\S/,
  /^\s*(?:return|raise|yield|await|throw|break|continue|pass)\b/,
  /^\s*(?:if|elif|else|for|while|try|except|finally|with|switch|case)\b.*[:{]\s*$/,
  /^\s*[\w.]+\(.*\)?[;,]?\s*$/,
  /^\s*(?:#|\/\/|\/\*|--)/,
  /^\s*<\/?[\w-]+[^<>]*>/,
];

/**
 * Which lines of a text are code that stands there without a fence. Code starts at a line that only code
 * begins with and goes on over lines that look like code, are indented or are empty.
 *
 * A heuristic: a single command amid prose stays prose. Linear in the text.
 *
 * @returns one answer a line
 */
export function codeLines(lines: readonly string[]): readonly boolean[] {
  const isCode = lines.map(() => false);
  for (let at = 0; at < lines.length; at++) {
    if (!opensCode(lines[at] ?? "")) continue;
    const end = endOfCode(lines, at);
    isCode.fill(true, at, end);
    at = end - 1;
  }
  return isCode;
}

/** So that a line of a megabyte costs no more than its ends. */
const looked = 400;

function opensCode(line: string): boolean {
  const start = line.slice(0, looked);
  return opening.some((pattern) => pattern.test(start));
}

function goesOn(line: string): boolean {
  const end = line.slice(-looked);
  return opensCode(line) || going.some((pattern) => pattern.test(end));
}

/** Line after the last line of code; indented and empty lines count only when more code follows. */
function endOfCode(lines: readonly string[], start: number): number {
  let end = start + 1;
  for (let at = end; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (goesOn(line)) end = at + 1;
    else if (/\S/.test(line) && !/^(?:\s{2,}|\t)/.test(line)) break;
  }
  return end;
}
