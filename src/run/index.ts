export { countRun } from "./counts.ts";
export {
  type CellRecord,
  cellReadings,
  type JournalContent,
  readJournal,
  type TurnRecord,
} from "./journal.ts";
export { type ProbeProgress, type ProbeRun, runProbe, workUnits } from "./run-probe.ts";
export { turnKey } from "./turn-key.ts";
