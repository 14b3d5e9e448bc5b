import type { ByteSource } from "../../ports/index.ts";
import { defaultMaxLineBytes } from "./lines.ts";
import { byteOrderMarkLength } from "./utf8.ts";

/** A row of a CSV file, or why there is none. Lines count from 1 and are those on which rows begin. */
export type CsvRow =
  | { readonly kind: "row"; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: "skipped"; readonly line: number; readonly reason: string };

/**
 * The rows of a CSV file (RFC 4180: commas, quotes doubled inside quotes, line breaks inside quotes; `\n`
 * and `\r\n` both end a row), blank lines left out. Holds one row. Reading stops, with the reason, at what
 * is not UTF-8, at a quote that nothing closes, and at a row longer than `maxCharacters`.
 */
export async function* csvRows(
  source: ByteSource,
  maxCharacters = defaultMaxLineBytes,
): AsyncGenerator<CsvRow> {
  const reader = new CsvReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const start = byteOrderMarkLength(await source.read(0, 3));
  const stop = (reason: string): CsvRow => ({ kind: "skipped", line: reader.line, reason });
  for await (const chunk of source.stream(start)) {
    const text = decoded(decoder, chunk);
    if (text === null) return yield stop("the row is not UTF-8; reading stops here");
    yield* reader.push(text);
    if (reader.held > maxCharacters) {
      return yield stop(`the row has more than ${maxCharacters} characters; reading stops here`);
    }
  }
  if (decoded(decoder, null) === null) return yield stop("the file ends inside a character");
  if (reader.isQuoted) return yield stop("a quote is never closed");
  yield* reader.push("\n");
}

/** `null` at what is not UTF-8; the end of the bytes if there is no chunk. */
function decoded(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array | null,
): string | null {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    return null;
  }
}

const separator = /[,\n]/g;

/** Where in a cell the text ends: before it, in it, in its quotes, at a quote that ends them or is doubled. */
type CellState = "start" | "plain" | "quoted" | "quote";

/** Takes the text of a CSV file as it comes. */
class CsvReader {
  /** Line on which the row begins. */
  line = 1;
  /** Characters of the row so far. */
  held = 0;
  #nextLine = 1;
  #state: CellState = "start";
  #cells: string[] = [];
  #cell: string[] = [];
  /** Whether the last piece of the cell stood outside quotes. */
  #isPlainEnd = false;
  #wasQuoted = false;
  #rows: CsvRow[] = [];

  get isQuoted(): boolean {
    return this.#state === "quoted";
  }

  /** Takes the next text; gives the rows that it completes. */
  push(text: string): readonly CsvRow[] {
    this.#rows = [];
    let index = 0;
    while (index < text.length) {
      index = this.#state === "quoted" ? this.#inQuotes(text, index) : this.#outside(text, index);
    }
    return this.#rows;
  }

  #inQuotes(text: string, start: number): number {
    const end = text.indexOf('"', start);
    const piece = text.slice(start, end < 0 ? text.length : end);
    this.#take(piece, false);
    this.#nextLine += piece.split("\n").length - 1;
    if (end < 0) return text.length;
    this.#state = "quote";
    return end + 1;
  }

  #outside(text: string, start: number): number {
    if (text[start] === '"' && (this.#state === "start" || this.#state === "quote")) {
      if (this.#state === "quote") this.#take('"', false);
      this.#state = "quoted";
      this.#wasQuoted = true;
      return start + 1;
    }
    separator.lastIndex = start;
    const found = separator.exec(text);
    const end = found?.index ?? text.length;
    this.#take(text.slice(start, end), true);
    if (found === null) this.#state = "plain";
    else this.#endCell(text[end] === "\n");
    return end + 1;
  }

  #take(piece: string, isPlain: boolean): void {
    if (piece === "") return;
    this.#cell.push(piece);
    this.#isPlainEnd = isPlain;
    this.held += piece.length;
  }

  #endCell(isRowEnd: boolean): void {
    const cell = this.#cell.join("");
    const isCut = isRowEnd && this.#isPlainEnd && cell.endsWith("\r");
    this.#cells.push(isCut ? cell.slice(0, -1) : cell);
    this.#cell = [];
    this.#state = "start";
    if (isRowEnd) this.#endRow();
  }

  #endRow(): void {
    const cells = this.#cells;
    const isBlank = cells.length === 1 && cells[0] === "" && !this.#wasQuoted;
    if (!isBlank) this.#rows.push({ kind: "row", line: this.line, cells });
    this.#nextLine += 1;
    this.line = this.#nextLine;
    this.#cells = [];
    this.#wasQuoted = false;
    this.held = 0;
  }
}
