export { chatMlTokens, type TemplateTokens } from "./counting-subject.ts";
export { countRun } from "./counts.ts";
export { estimateWork, type WorkCost, type WorkEstimate } from "./estimate-work.ts";
export { expectedRates, expectedSeconds, type WorkRates } from "./expected-seconds.ts";
export {
  type CellRecord,
  cellReadings,
  type JournalContent,
  readJournal,
  type TurnRecord,
} from "./journal.ts";
export { type ProbeProgress, type ProbeRun, runProbe, workUnits } from "./run-probe.ts";
export { estimateSessions, type SessionCost } from "./sessions/estimate-sessions.ts";
export {
  runSessions,
  type SessionRun,
  type SessionSubject,
  sessionUnits,
} from "./sessions/run-sessions.ts";
export {
  isOfSession,
  readSessions,
  type SessionContent,
  sessionReadings,
  sessionTokens,
} from "./sessions/session-journal.ts";
export type { SlipJudge } from "./slip-search.ts";
export {
  type Budget,
  costUsd,
  dollars,
  type MeteredModel,
  metered,
  type Spending,
  type TokenCount,
  type TokenPrices,
} from "./spending.ts";
