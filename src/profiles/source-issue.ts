/** One thing to mend in a file. */
export interface SourceIssue {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** In UTF-16 code units, from 1. */
  readonly column: number;
  /** Keys and indices from the top, joined by dots (`items.3.wanted`); empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, with the offending value, and what to do. */
  readonly message: string;
}

/** What reading a file came to: a value, or every issue that stands in its way. */
export type Parsed<Value> =
  | { readonly kind: "parsed"; readonly value: Value }
  | { readonly kind: "refused"; readonly issues: readonly SourceIssue[] };

/** `file:line:column: path: message`, the form that editors turn into a link. */
export function issueLine({ file, line, column, path, message }: SourceIssue): string {
  const where = `${file}:${line}:${column}`;
  return path === "" ? `${where}: ${message}` : `${where}: ${path}: ${message}`;
}

/** More would only bury the first, which are the ones to mend. */
const shownIssues = 100;

/**
 * A refusal, its issues in the order of the file. Of more than 100 the first stay, and a last one counts
 * those left out.
 *
 * @throws RangeError without an issue
 */
export function refused(issues: readonly SourceIssue[]): {
  readonly kind: "refused";
  readonly issues: readonly SourceIssue[];
} {
  if (issues.length === 0) throw new RangeError("a refusal needs an issue");
  const sorted = issues.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const shown = sorted.slice(0, shownIssues);
  const next = sorted[shownIssues];
  if (next === undefined) return { kind: "refused", issues: shown };
  const message = `and ${sorted.length - shownIssues} more issues from here on`;
  return { kind: "refused", issues: [...shown, { ...next, path: "", message }] };
}
