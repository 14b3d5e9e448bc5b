export type { DetectorKind, DetectorResources, OpenedDetector } from "./detector-kind.ts";
export { detectors } from "./detectors.ts";
