export type {
  DetectorKind,
  DetectorResources,
  OpenedDetector,
} from "./detector-kind.ts";
export { detectors } from "./detectors.ts";
export { openExemplarDetector } from "./exemplar/exemplar-detector.ts";
export { openExemplarReader } from "./exemplar/exemplar-reader.ts";
