import { TurncoatError } from "../core/index.ts";
import type { ScorableCell } from "../measure/index.ts";
import type { CellRecord } from "./journal.ts";

/** How a cell becomes a record: one for each readout. */
export interface CellReader {
  /**
   * Reads a cell. What cannot be read of it stands in the record as missing.
   *
   * @throws TurncoatError for failures that concern more than this cell
   */
  read(cell: ScorableCell, signal: AbortSignal): Promise<CellRecord>;
  /** The record of a cell that has no context to be read in. */
  unread(cell: ScorableCell, reason: string): CellRecord;
}

/** Failures that concern one conversation are data; all others stop the run. */
export function isOfTheCell(error: unknown): error is TurncoatError {
  return (
    error instanceof TurncoatError &&
    (error.failure.kind === "context-overflow" || error.failure.kind === "model-output")
  );
}
