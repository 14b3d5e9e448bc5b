import type { SourceIssue } from "./source-issue.ts";

/** Largest file that is read, in bytes (1 MB): some thirty times the largest bank that comes along. */
export const maxSourceBytes = 1_000_000;

/** Text of a file, or the issue that keeps it from being text. */
export type Decoded =
  | { readonly kind: "decoded"; readonly text: string }
  | { readonly kind: "undecodable"; readonly issue: SourceIssue };

/** The text of a YAML file: UTF-8, at most {@link maxSourceBytes}, without control characters. */
export function decodeSource(source: string | Uint8Array, file: string): Decoded {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  const fail = (place: Place, message: string): Decoded => ({
    kind: "undecodable",
    issue: { file, ...place, path: "", message },
  });
  if (bytes.length > maxSourceBytes) {
    return fail(start, `is over ${maxSourceBytes} bytes; split it into smaller files`);
  }
  // A string is judged as it is: encoding replaces lone surrogates without a word.
  const text = typeof source === "string" ? source : decodeUtf8(source);
  if (text === null) return fail(firstBadByte(bytes), "is not UTF-8; save the file as UTF-8");
  const control = unprintable.exec(text);
  if (control === null) return { kind: "decoded", text };
  const code = (control[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return fail(placeOf(text, control.index), `has the control character U+${code}; remove it`);
}

/** Anything outside the printable characters of YAML 1.2 (section 5.1), tabs and line ends. */
export const unprintable =
  /[^\t\n\r\x20-\x7e\x85\xa0-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

interface Place {
  readonly line: number;
  readonly column: number;
}

const start: Place = { line: 1, column: 1 };

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** No sequence of UTF-8 spans a line end, so the first line that cannot be decoded has the fault. */
function firstBadByte(bytes: Uint8Array): Place {
  let from = 0;
  for (let line = 1; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const part = bytes.subarray(from, end === -1 ? bytes.length : end);
    if (decodeUtf8(part) === null) {
      return { line, column: new TextDecoder().decode(part).indexOf("\u{fffd}") + 1 };
    }
    from += part.length + 1;
  }
  return start;
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
