/** One line of a run's journal: a key that names the work and what came of it, as plain JSON. */
export interface JournalEntry {
  readonly key: string;
  readonly value: unknown;
}

/**
 * Where a run keeps what it has finished. One writer at a time; an entry is on disk when `append`
 * resolves, and a torn last line (the machine stopped while writing) is dropped when the run is opened.
 */
export interface RunStore extends AsyncDisposable {
  /** Where a person finds it; a folder for the file store. */
  readonly location: string;
  /** Entries that an earlier start of the same run had finished, in the order of writing. */
  readonly finished: readonly JournalEntry[];
  /** What had to be mended on opening, in words; empty when nothing. */
  readonly notices: readonly string[];
  append(entry: JournalEntry): Promise<void>;
  /** Writes a whole file beside the journal, replacing it in one step. */
  write(name: string, content: string): Promise<void>;
}
