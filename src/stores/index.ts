export { openFileRunStore } from "./file-run-store.ts";
export { type ListedRun, listRuns } from "./list-runs.ts";
export { emptyRunMemory, memoryRunStore } from "./memory-run-store.ts";
export { canonicalJson } from "./plain-json.ts";
export { readRun } from "./read-run.ts";
export type { RunHeader } from "./run-header.ts";
export { runFolder } from "./run-layout.ts";
