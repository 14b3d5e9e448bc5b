export {
  detectorsOf,
  type EvidenceModel,
  type ExtraEvidence,
  evidenceOf,
} from "./evidence-model.ts";
export {
  type ScanEvent,
  type ScanItem,
  type ScanOptions,
  type SkippedItem,
  scanTranscripts,
} from "./scan-transcripts.ts";
export { scoreTurns } from "./turn-scorer.ts";
