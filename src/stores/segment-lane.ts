import type { ActionBatch } from "../ports/index.ts";
import { batchLine, type LinePlace } from "./batch-line.ts";
import { batchPlaces } from "./batch-places.ts";
import type { FoundSegments } from "./open-segments.ts";
import { reasonOf } from "./run-folder-error.ts";
import { type Segment, segmentAt } from "./segment-files.ts";
import { openSegmentWriter, type SegmentFile, type SegmentWriter } from "./segment-writer.ts";

export type { SegmentFile };

/** Where and how files are begun. */
export interface SegmentLaneOptions {
  readonly folder: string;
  readonly segmentBytes?: number;
  readonly now?: () => Date;
  readonly openFile?: (path: string) => Promise<SegmentFile>;
}

/** The files of a log and the one that is being written. Calls that write come one at a time. */
export interface SegmentLane {
  readonly segments: ReadonlyMap<number, Segment>;
  readonly places: ReturnType<typeof batchPlaces>;
  /** Why the last write failed; `null` once one succeeded again. */
  readonly failed: string | null;
  write(batches: readonly ActionBatch[]): Promise<void>;
  /** Each file with its bytes on the disk; `null` for the whole of one that is not written any more. */
  ends(): readonly { readonly segment: Segment; readonly end: number | null }[];
  seal(): Promise<readonly Segment[]>;
  forget(segment: Segment): void;
  close(): Promise<void>;
}

/** Offsets are kept in 32 bits, with room for one write above. */
const longestSegment = 2 ** 30;

/** @throws RangeError for a limit that is none */
export async function segmentLane(
  found: FoundSegments,
  options: SegmentLaneOptions,
): Promise<SegmentLane> {
  const { folder, segmentBytes = 2 ** 26, now = () => new Date(), openFile } = options;
  if (!(segmentBytes >= 1 && segmentBytes <= longestSegment)) {
    throw new RangeError(`a file of a log has 1 to ${longestSegment} bytes, not ${segmentBytes}`);
  }
  const segments = new Map(found.segments);
  let places = found.places;
  let failed: string | null = null;
  let lastNumber = found.last?.segment.number ?? 0;
  let writer: SegmentWriter | null =
    found.last === null
      ? null
      : await openSegmentWriter(found.last.segment, found.last.soundBytes, openFile);

  const endFile = async () => {
    const ended = writer;
    writer = null;
    await ended?.close();
  };

  /** The file to write to, begun anew where the old one is full, of another day, or failed. */
  const current = async (): Promise<SegmentWriter> => {
    const day = now().toISOString().slice(0, 10);
    if (writer !== null && failed !== null) {
      await writer.mend();
      writer = null;
    }
    const isOver =
      writer !== null && (writer.syncedBytes >= segmentBytes || writer.segment.day !== day);
    if (isOver) await endFile();
    if (writer !== null) return writer;
    const segment = segmentAt(folder, lastNumber + 1, day);
    writer = await openSegmentWriter(segment, 0, openFile);
    lastNumber = segment.number;
    segments.set(segment.number, segment);
    return writer;
  };

  return {
    segments,
    get places() {
      return places;
    },
    get failed() {
      return failed;
    },
    async write(batches) {
      try {
        const to = await current();
        const { bytes, written } = composed(batches, to, (name) => places.last(name));
        await to.append(bytes);
        for (const [conversation, place] of written) places.set(conversation, place);
        failed = null;
      } catch (error) {
        if (!(error instanceof TypeError)) failed = reasonOf(error);
        throw error;
      }
    },
    ends: () =>
      [...segments.values()].map((segment) => ({
        segment,
        end: segment === writer?.segment ? writer.syncedBytes : null,
      })),
    async seal() {
      if (writer !== null && failed !== null) {
        await writer.mend();
        writer = null;
      }
      if (writer !== null) await endFile();
      return [...segments.values()];
    },
    forget(segment) {
      segments.delete(segment.number);
      if (segments.size === 0) places = batchPlaces();
    },
    close: endFile,
  };
}

/** Lines of one write, each with the one before it in its conversation. */
function composed(
  batches: readonly ActionBatch[],
  { segment, syncedBytes }: SegmentWriter,
  lastOf: (conversation: string) => LinePlace | null,
): { readonly bytes: Buffer; readonly written: ReadonlyMap<string, LinePlace> } {
  const written = new Map<string, LinePlace>();
  let offset = syncedBytes;
  const lines = batches.map((batch) => {
    const previous = written.get(batch.conversation) ?? lastOf(batch.conversation);
    const line = Buffer.from(batchLine({ batch, previous, syncedBytes }));
    written.set(batch.conversation, { segment: segment.number, offset, length: line.length });
    offset += line.length;
    return line;
  });
  return { bytes: Buffer.concat(lines), written };
}
