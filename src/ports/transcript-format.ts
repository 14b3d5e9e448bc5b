import type { Transcript } from "../core/index.ts";

/** A file as bytes, read in order or in places. The shell opens it; formats never do. */
export interface ByteSource {
  /** The file's name as people know it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes in order from an offset (default 0), in chunks of any size. */
  stream(offset?: number): AsyncIterable<Uint8Array>;
  /** At most so many bytes from an offset; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** What reading a source gives, one at a time. */
export type TranscriptItem =
  | { readonly kind: "transcript"; readonly transcript: Transcript }
  /** A record that cannot be read; reported and counted, the rest of the file is read on. */
  | {
      readonly kind: "skipped";
      /** From 1; `null` in formats that are one document. */
      readonly line: number | null;
      /** What is wrong, with the value, in words. */
      readonly reason: string;
    };

/** A log format of another tool. Bytes in, values out; memory bounded by the largest conversation. */
export interface TranscriptFormat {
  /** Kebab-case, what users type to name it. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /**
   * Whether a file looks like this format.
   *
   * @param head  the first bytes, at most 64 KiB; the whole file if it is smaller
   */
  recognises(source: ByteSource, head: Uint8Array): Promise<boolean>;
  /**
   * Conversations in order of the file. Bad input never throws: it becomes `skipped`. Throws only what
   * the source throws.
   */
  read(source: ByteSource): AsyncIterable<TranscriptItem>;
}
