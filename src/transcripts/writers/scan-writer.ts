import type { ScanSink } from "../../ports/index.ts";

/** Takes text, in order; what it resolves is written. The shell opens and closes the file. */
export type WriteText = (text: string) => Promise<void>;

/** What a writer of results has to know of the scan. */
export interface ScanWriterOptions {
  /** turncoat's own version. */
  readonly version: string;
  /** Flip probability from which a conversation is flagged. */
  readonly threshold: number;
  /** Absolute path that file names are shown relative to; `null` leaves them as they are. */
  readonly workingDirectory: string | null;
  /** The user's home folder: never written out; `null` where there is none. */
  readonly home: string | null;
}

/** A format that results can be written in. */
export interface ScanWriter {
  /** Kebab-case. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** Ends of file names that ask for it, the dot included. */
  readonly extensions: readonly string[];
  /** A sink that hands its text to `write`; whoever calls it awaits each call before the next. */
  open(write: WriteText, options: ScanWriterOptions): ScanSink;
}
