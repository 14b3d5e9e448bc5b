export { openFileRunStore } from "./file-run-store.ts";
export {
  type FileScoreCache,
  type FileScoreCacheOptions,
  openFileScoreCache,
} from "./file-score-cache.ts";
export {
  type FileVectorCache,
  type FileVectorCacheOptions,
  openFileVectorCache,
} from "./file-vector-cache.ts";
export { type ListedRun, listRuns } from "./list-runs.ts";
export { emptyRunMemory, memoryRunStore } from "./memory-run-store.ts";
export { memoryScoreCache } from "./memory-score-cache.ts";
export { canonicalJson } from "./plain-json.ts";
export { readRun } from "./read-run.ts";
export type { RunHeader } from "./run-header.ts";
export { runFolder } from "./run-layout.ts";
