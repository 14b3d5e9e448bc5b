import type { CellRecord, TurnRecord } from "./journal.ts";

/** What of a block is finished, and where more is kept. */
export interface BlockRecords {
  /** The finished record of a key, when an earlier start of the run made it. */
  readonly known: {
    cell(key: string): CellRecord | undefined;
    turn(key: string): TurnRecord | undefined;
  };
  /** Called once a finished record must be kept; the next one is begun when it resolves. */
  keep(key: string, record: CellRecord | TurnRecord): Promise<void>;
}
