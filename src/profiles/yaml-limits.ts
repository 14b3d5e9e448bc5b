import { CST, Lexer } from "yaml";

/** A bank has some ninety tokens an item. Each can be a fault, and faults are slow to list. */
const maxTokens = 60_000;
/** A bank nests four deep. */
const maxNesting = 16;
const maxIndent = 64;

/**
 * Where a text goes beyond what a bank can need, as an offset with what to say; null if it does not.
 *
 * It is asked before the text is parsed: a parser that runs out of stack on nested brackets can take the
 * whole process with it, and half a million errors take longer to list than anyone would wait. Linear.
 */
export function beyondLimits(
  text: string,
): { readonly offset: number; readonly message: string } | null {
  let seen: Seen = { offset: 0, tokens: 0, brackets: 0, run: 0, indent: 0, lineStart: true };
  for (const token of new Lexer().lex(text)) {
    const { offset } = seen;
    seen = after(seen, token);
    if (seen.tokens > maxTokens) return { offset, message: `has more than ${maxTokens} parts` };
    if (seen.brackets > maxNesting || seen.run > 2 * maxNesting || seen.indent > maxIndent) {
      return { offset, message: `is nested deeper than ${maxNesting} levels` };
    }
  }
  return null;
}

interface Seen {
  readonly offset: number;
  readonly tokens: number;
  /** Brackets and braces that are open. */
  readonly brackets: number;
  /** Indicators in a row: each dash of `- - - -` opens a level. */
  readonly run: number;
  /** Spaces that this token indents its line by. */
  readonly indent: number;
  readonly lineStart: boolean;
}

const bracketSteps: Readonly<Record<string, number>> = { "[": 1, "{": 1, "]": -1, "}": -1 };

/** Tokens that stand for no text: start of a document, end of a broken flow collection, scalar ahead. */
const marks: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

function after(seen: Seen, token: string): Seen {
  const isBlank = /^ +$/.test(token);
  const isIndicator = /^[-?:]$/.test(token);
  return {
    offset: seen.offset + (marks.has(token) ? 0 : token.length),
    tokens: seen.tokens + 1,
    brackets: Math.max(0, seen.brackets + (bracketSteps[token] ?? 0)),
    run: isIndicator ? seen.run + 1 : isBlank ? seen.run : 0,
    indent: seen.lineStart && isBlank ? token.length : 0,
    lineStart: token.endsWith("\n"),
  };
}
