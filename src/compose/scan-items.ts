import type { TranscriptFormat, TranscriptItem } from "../ports/index.ts";
import type { ScanItem } from "../scan/index.ts";
import { detectFormat } from "../transcripts/index.ts";
import { fileSource, type OnBytes } from "./byte-source.ts";
import type { ScanInput } from "./scan-inputs.ts";

/** How files are read. */
export interface ReadOptions {
  /** The format that every file is taken for; `null` tells it from the file. */
  readonly format: TranscriptFormat | null;
  readonly onBytes: OnBytes;
  /** Told when a file is done. */
  onFile(): void;
  /** Told of a file that a folder held and that is no log. */
  onIgnored(input: ScanInput): void;
  readonly signal: AbortSignal;
}

/**
 * The conversations of all files, in order. A file that cannot be read, or that the user named and that is
 * no known log, becomes a skipped item; the other files are read on.
 */
export async function* scanItems(
  inputs: readonly ScanInput[],
  options: ReadOptions,
): AsyncIterable<ScanItem> {
  for (const input of inputs) {
    if (options.signal.aborted) return;
    let read = 0;
    const onBytes: OnBytes = (bytes) => {
      // The head is read twice; a file counts once.
      const fresh = Math.max(0, Math.min(bytes, input.size - read));
      read += fresh;
      options.onBytes(fresh);
    };
    yield* fileItems(input, { ...options, onBytes });
    options.onBytes(input.size - read);
    options.onFile();
  }
}

async function* fileItems(input: ScanInput, options: ReadOptions): AsyncIterable<ScanItem> {
  const { name } = input;
  try {
    const source = await fileSource(input.path, { name, onBytes: options.onBytes });
    const found = options.format ?? (await detectFormat(source));
    if ("read" in found) yield* recordItems(found.read(source), name, options.signal);
    else if (input.isNamed) yield skippedFile(name, found.reason);
    else options.onIgnored(input);
  } catch (error) {
    yield skippedFile(name, error instanceof Error ? error.message : String(error));
  }
}

/** What a format reads, with the name of the file it stands in. */
export async function* recordItems(
  items: AsyncIterable<TranscriptItem>,
  source: string,
  signal: AbortSignal,
): AsyncIterable<ScanItem> {
  for await (const item of items) {
    if (signal.aborted) return;
    yield item.kind === "transcript" ? item : { ...item, source, isFile: false };
  }
}

function skippedFile(source: string, reason: string): ScanItem {
  return { kind: "skipped", source, line: null, reason, isFile: true };
}
