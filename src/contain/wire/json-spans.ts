/** A stretch of a text: from `start` up to, without, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the members of the object at `start` stand, by name: their values. Of members with the same name the
 * last counts, as in `JSON.parse`. Looks at the object's own level only, never recurses, linear in its length.
 *
 * @param text  JSON: a text that `JSON.parse` takes; places in it, never its meaning, are read here
 * @throws RangeError if the text is not what it should be there
 */
export function memberSpans(text: string, start: number): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  let at = afterSpace(text, expect(text, start, "{"));
  if (text[at] === "}") return spans;
  for (;;) {
    const nameEnd = endOfString(text, at);
    const name = nameIn(text.slice(at, nameEnd));
    const span = valueSpan(text, expect(text, afterSpace(text, nameEnd), ":"));
    spans.set(name, span);
    at = afterSpace(text, span.end);
    if (text[at] === "}") return spans;
    at = afterSpace(text, expect(text, at, ","));
  }
}

/**
 * Where the elements of the array at `start` stand. Otherwise as {@link memberSpans}.
 *
 * @throws RangeError if the text is not what it should be there
 */
export function elementSpans(text: string, start: number): readonly Span[] {
  const spans: Span[] = [];
  let at = afterSpace(text, expect(text, start, "["));
  if (text[at] === "]") return spans;
  for (;;) {
    const span = valueSpan(text, at);
    spans.push(span);
    at = afterSpace(text, span.end);
    if (text[at] === "]") return spans;
    at = expect(text, at, ",");
  }
}

/**
 * Where the next value stands, from `from` on.
 *
 * @throws RangeError if there is none
 */
export function valueSpan(text: string, from: number): Span {
  const start = afterSpace(text, from);
  const code = text.charCodeAt(start);
  if (code === quote) return { start, end: endOfString(text, start) };
  if (code === openBrace || code === openBracket) return { start, end: endOfNested(text, start) };
  let end = start;
  while (isScalar(text.charCodeAt(end))) end += 1;
  if (end === start) throw misplaced(text, start);
  return { start, end };
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Characters of numbers, `true`, `false` and `null`. */
function isScalar(code: number): boolean {
  const isDigit = code >= 0x30 && code <= 0x39;
  const lower = code | 0x20;
  return (
    isDigit || (lower >= 0x61 && lower <= 0x7a) || code === 0x2b || code === 0x2d || code === 0x2e
  );
}

function afterSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

function expect(text: string, at: number, character: string): number {
  if (text[at] !== character) throw misplaced(text, at);
  return at + 1;
}

/** Index after a string's closing quote. */
function endOfString(text: string, start: number): number {
  if (text.charCodeAt(start) !== quote) throw misplaced(text, start);
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let before = end;
    while (text.charCodeAt(before - 1) === backslash) before -= 1;
    if ((end - before) % 2 === 0) return end + 1;
    end = text.indexOf('"', end + 1);
  }
  throw misplaced(text, text.length);
}

/** Index after the bracket that closes the one at `start`. */
function endOfNested(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      continue;
    }
    at += 1;
    if (code === openBrace || code === openBracket) depth += 1;
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) return at;
  }
  throw misplaced(text, at);
}

/** A member's name, its escapes read; text between quotes is JSON by itself. */
function nameIn(written: string): string {
  return written.includes("\\") ? String(JSON.parse(written)) : written.slice(1, -1);
}

function misplaced(text: string, at: number): RangeError {
  const found = at < text.length ? JSON.stringify(text[at]) : "the end of the text";
  return new RangeError(`no JSON as expected at character ${at}, which is ${found}`);
}
