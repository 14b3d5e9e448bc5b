import { crc32 } from "node:zlib";
import type { TurncoatError } from "../core/index.ts";
import type { JournalEntry } from "../ports/index.ts";
import { plainJson } from "./plain-json.ts";
import { runFolderError } from "./run-folder-error.ts";

/** What the bytes of a journal say. */
export interface JournalReading {
  /** In the order of writing, each key once. */
  readonly entries: readonly JournalEntry[];
  /** Bytes up to the end of the last whole line; what follows is a torn line. */
  readonly intactBytes: number;
  /** Keys that stood twice, in words. */
  readonly notices: readonly string[];
}

const newline = 0x0a;
const prefixLength = '{"crc":"01234567",'.length;

/**
 * One line of `journal.jsonl`, the newline included: `{"crc":"…","key":…,"value":…}`.
 *
 * The checksum (CRC-32, 8 hex digits) covers the bytes after it up to the newline, so it finds every
 * change of up to four neighbouring bytes, even one that still parses.
 *
 * @throws TypeError if the value is not plain JSON
 */
export function journalLine({ key, value }: JournalEntry): string {
  return writtenLine(key, plainJson(value));
}

/** As {@link journalLine}. @param text  JSON of the value, on one line */
export function writtenLine(key: string, text: string): string {
  const body = `"key":${JSON.stringify(key)},"value":${text}}`;
  return `${prefixOf(Buffer.from(body))}${body}\n`;
}

/**
 * Reads a journal. A last line that is not whole was being written when the machine stopped: it counts
 * as torn, not as an entry.
 *
 * @param path  of the journal, for messages
 * @throws TurncoatError `run-folder` naming the first damaged line that is not the last
 */
export function readJournal(bytes: Buffer, path: string): JournalReading {
  const lineOfKey = new Map<string, number>();
  const entries: JournalEntry[] = [];
  const notices: string[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(newline, start);
    const entry = end === -1 ? null : readJournalLine(bytes.subarray(start, end));
    if (entry === null) {
      if (end !== -1 && end + 1 < bytes.length) throw damagedLine(path, line);
      break;
    }
    const first = lineOfKey.get(entry.key);
    if (first === undefined) {
      lineOfKey.set(entry.key, line);
      entries.push(entry);
    } else {
      notices.push(`line ${line} of ${path} repeats the key of line ${first}: the first counts`);
    }
    start = end + 1;
  }
  return { entries, intactBytes: start, notices };
}

function damagedLine(path: string, line: number): TurncoatError {
  return runFolderError(
    path,
    `line ${line} is damaged (bad JSON or checksum) and others follow; mend or remove that line`,
  );
}

/** A line without its newline; `null` if it is not one that {@link journalLine} made. */
export function readJournalLine(line: Buffer): JournalEntry | null {
  if (!isIntactLine(line)) return null;
  try {
    const parsed: unknown = JSON.parse(line.toString("utf8"));
    if (typeof parsed !== "object" || parsed === null) return null;
    if (!("key" in parsed && "value" in parsed) || typeof parsed.key !== "string") return null;
    return { key: parsed.key, value: parsed.value };
  } catch {
    return null;
  }
}

/** Whether a line without its newline has the checksum that it begins with. */
export function isIntactLine(line: Buffer): boolean {
  const prefix = line.toString("latin1", 0, prefixLength);
  return prefix === prefixOf(line.subarray(prefixLength));
}

function prefixOf(body: Buffer): string {
  return `{"crc":"${crc32(body).toString(16).padStart(8, "0")}",`;
}
