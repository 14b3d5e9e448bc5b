import { hashWords } from "./content-hash.ts";
import { isSoundRow, rowKinds, type ScoreRow, type TextList } from "./score-rows.ts";

/** A row with the content hash of its key. */
export interface HashedRow {
  readonly hash: Uint32Array;
  readonly row: ScoreRow;
}

/** Hash, score, start and length of the quote, number of the text. */
const rowBytes = 4 * hashWords + 8 + 12;
const countBytes = 8;

/**
 * Rows as the content of one block: how many rows and how many texts, the rows, then the texts, each with its
 * length, in UTF-16 so that every text comes back as it was. Numbers of texts are the block's own, so that
 * blocks of several processes can stand in one file. All little-endian.
 */
export function scoreBlock(rows: readonly HashedRow[], texts: TextList): Buffer {
  const { localOf, list } = localTexts(texts);
  const table = Buffer.alloc(countBytes + rows.length * rowBytes);
  let at = countBytes;
  for (const { hash, row } of rows) {
    const text = row.text === 0 ? 0 : localOf(row.text - 1) + 1;
    const isOwn = row.quoteLength === rowKinds.ownQuote;
    const quoteStart = isOwn ? localOf(row.quoteStart) : row.quoteStart;
    for (let word = 0; word < hashWords; word++) at = table.writeUInt32LE(hash[word] ?? 0, at);
    at = table.writeDoubleLE(row.score, at);
    at = table.writeUInt32LE(quoteStart, at);
    at = table.writeUInt32LE(row.quoteLength, at);
    at = table.writeUInt32LE(text, at);
  }
  table.writeUInt32LE(rows.length, 0);
  table.writeUInt32LE(list.length, 4);
  return Buffer.concat([table, ...list.flatMap(textBytes)]);
}

/**
 * Reads what {@link scoreBlock} wrote, row by row. Nothing is handed on of a block that makes no sense.
 *
 * @returns whether the block made sense
 */
export function readScoreBlock(
  content: Buffer,
  texts: TextList,
  onRow: (hash: Uint32Array, row: ScoreRow) => void,
): boolean {
  if (content.length < countBytes) return false;
  const count = content.readUInt32LE(0);
  const textCount = content.readUInt32LE(4);
  const textsFrom = countBytes + count * rowBytes;
  const list = textsFrom > content.length ? null : readTexts(content, textsFrom, textCount);
  if (list === null) return false;
  const rows = Array.from({ length: count }, (_, number) => rowAt(content, number));
  if (!rows.every((row) => isSoundRow(row, textCount))) return false;
  const numbers = list.map((text) => texts.numberOf(text));
  const hash = new Uint32Array(hashWords);
  for (const [number, row] of rows.entries()) {
    if (row.text > 0) row.text = (numbers[row.text - 1] ?? 0) + 1;
    if (row.quoteLength === rowKinds.ownQuote) row.quoteStart = numbers[row.quoteStart] ?? 0;
    readHash(content, countBytes + number * rowBytes, hash);
    onRow(hash, row);
  }
  return true;
}

function readHash(content: Buffer, at: number, into: Uint32Array): void {
  for (let word = 0; word < hashWords; word++) into[word] = content.readUInt32LE(at + 4 * word);
}

function rowAt(content: Buffer, number: number): ScoreRow {
  const at = countBytes + number * rowBytes + 4 * hashWords;
  return {
    score: content.readDoubleLE(at),
    quoteStart: content.readUInt32LE(at + 8),
    quoteLength: content.readUInt32LE(at + 12),
    text: content.readUInt32LE(at + 16),
  };
}

function localTexts(texts: TextList) {
  const list: string[] = [];
  const locals = new Map<number, number>();
  const localOf = (number: number): number => {
    const known = locals.get(number);
    if (known !== undefined) return known;
    locals.set(number, list.length);
    list.push(texts.textAt(number) ?? "");
    return list.length - 1;
  };
  return { localOf, list };
}

function textBytes(text: string): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(2 * text.length);
  return [length, Buffer.from(text, "utf16le")];
}

function readTexts(content: Buffer, from: number, count: number): string[] | null {
  const texts: string[] = [];
  let at = from;
  for (let number = 0; number < count; number++) {
    if (at + 4 > content.length) return null;
    const bytes = content.readUInt32LE(at);
    at += 4;
    if (bytes % 2 !== 0 || at + bytes > content.length) return null;
    texts.push(content.toString("utf16le", at, at + bytes));
    at += bytes;
  }
  return at === content.length ? texts : null;
}
