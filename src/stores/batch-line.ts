import { z } from "zod";
import { guardLogEntrySchema, memberOf, parseJson } from "../core/index.ts";
import type { ActionBatch } from "../ports/index.ts";
import { writtenBatch } from "./action-batch.ts";
import { isIntactLine, readJournalLine, writtenLine } from "./journal-format.ts";

/** Where a line stands. */
export interface LinePlace {
  /** Number of the file, from 1. */
  readonly segment: number;
  /** Bytes before it in the file. */
  readonly offset: number;
  /** Bytes of it, the newline included. */
  readonly length: number;
}

/** How a line hangs together with others. */
export interface LineLinks {
  readonly conversation: string;
  /** The line of the same conversation before it; `null` for the first. */
  readonly previous: LinePlace | null;
  /** Bytes of this file that were on the disk before the write that the line was part of began. */
  readonly syncedBytes: number;
}

/** An append as it stands in a file. */
export interface KeptBatch extends Omit<LineLinks, "conversation"> {
  readonly batch: ActionBatch;
}

/** The form of the entries of an append. */
export const batchEntriesSchema = z.array(guardLogEntrySchema);

const count = z.int().min(0);
const linksSchema = z.object({
  conversation: z.string(),
  previous: z.tuple([count, count, count]).nullable(),
  synced: count,
});
const valueSchema = linksSchema.extend({ entries: batchEntriesSchema });

/** A checksummed line, the newline included. @throws TypeError if an entry is not plain JSON */
export function batchLine({ batch, previous, syncedBytes }: KeptBatch): string {
  const { id, conversation, text } = writtenBatch(batch);
  const place = previous === null ? null : [previous.segment, previous.offset, previous.length];
  const links = JSON.stringify({ conversation, previous: place, synced: syncedBytes });
  // The entries are written already, so they are put in as they are, as the last member.
  return writtenLine(id, `${links.slice(0, -1)},"entries":${text}}`);
}

/** Reads a line without its newline; `null` if it is not one that {@link batchLine} made. */
export function readBatchLine(line: Buffer): KeptBatch | null {
  const read = readJournalLine(line);
  if (read === null) return null;
  const parsed = valueSchema.safeParse(read.value);
  if (!parsed.success) return null;
  const { conversation, previous, synced, entries } = parsed.data;
  const batch = { id: read.key, conversation, entries };
  return { batch, previous: placeIn(previous), syncedBytes: synced };
}

/** Ends the links of a line. Inside a string its quotes would be escaped, so it stands nowhere before. */
const entriesMember = Buffer.from(',"entries":');

/**
 * As {@link readBatchLine}, without the entries, which the checksum answers for: a start reads every line that there
 * is, and they are nearly all of it.
 */
export function readLineLinks(line: Buffer): LineLinks | null {
  if (!isIntactLine(line)) return null;
  const end = line.indexOf(entriesMember);
  if (end === -1) return null;
  const begun = parseJson(`${line.toString("utf8", 0, end)}}}`);
  const value = begun.kind === "value" ? memberOf(begun.value, "value") : null;
  const parsed = linksSchema.safeParse(value);
  if (!parsed.success) return null;
  const { conversation, previous, synced } = parsed.data;
  return { conversation, previous: placeIn(previous), syncedBytes: synced };
}

function placeIn(numbers: readonly [number, number, number] | null): LinePlace | null {
  if (numbers === null) return null;
  const [segment, offset, length] = numbers;
  return { segment, offset, length };
}
