export type {
  DetectorChat,
  DetectorKind,
  DetectorResources,
  DetectorScorer,
  OpenedDetector,
} from "./detector-kind.ts";
export { detectors } from "./detectors.ts";
export { openExemplarDetector } from "./exemplar/exemplar-detector.ts";
export { type ExemplarReader, openExemplarReader } from "./exemplar/exemplar-reader.ts";
export { textBlocks } from "./text/blocks.ts";
export { type Sentence, sentences } from "./text/sentences.ts";
