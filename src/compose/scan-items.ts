import type { TranscriptFormat } from "../ports/index.ts";
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
  const skippedFile = (reason: string): ScanItem => ({
    kind: "skipped",
    source: name,
    line: null,
    reason,
    isFile: true,
  });
  try {
    const source = await fileSource(input.path, { name, onBytes: options.onBytes });
    const detected = options.format ?? (await detectFormat(source));
    if (!("read" in detected)) {
      if (input.isNamed) yield skippedFile(detected.reason);
      else options.onIgnored(input);
      return;
    }
    for await (const item of detected.read(source)) {
      if (options.signal.aborted) return;
      yield item.kind === "transcript" ? item : { ...item, source: name, isFile: false };
    }
  } catch (error) {
    yield skippedFile(error instanceof Error ? error.message : String(error));
  }
}
