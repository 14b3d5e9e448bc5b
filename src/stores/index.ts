export { type FileRunStoreOptions, openFileRunStore } from "./file-run-store.ts";
export { type ListedRun, listRuns } from "./list-runs.ts";
export { emptyRunMemory, memoryRunStore, type RunMemory } from "./memory-run-store.ts";
export { canonicalJson } from "./plain-json.ts";
export { readRun, type StoredRun } from "./read-run.ts";
export type { RunHeader } from "./run-header.ts";
export { runFolder, runsFolder } from "./run-layout.ts";
export type { LockHolder } from "./run-lock.ts";
export type { Writer } from "./writer.ts";
