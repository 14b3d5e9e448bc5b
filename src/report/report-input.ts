import type { CellReading, Evaluated, Plan, ProbeResult } from "../measure/index.ts";

/** A turn or summary that the subject generated. */
export interface GeneratedText {
  readonly behaviour: string;
  readonly block: number;
  /** Which arms stand on it, see `generationGroup`. */
  readonly group: string;
  readonly draw: number;
  /** Counted from 0. */
  readonly turn: number;
  readonly text: string;
  /** What the judge found, for a draw in search of a slip; left out for every other turn. */
  readonly judged?: "on" | "off" | null | undefined;
}

/** Everything a report is made from. */
export interface ReportInput {
  readonly plan: Plan;
  readonly evaluated: readonly Evaluated[];
  readonly result: ProbeResult;
  readonly cells: readonly CellReading[];
  readonly generated: readonly GeneratedText[];
  /** Label and value pairs about the machine and the versions. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}
