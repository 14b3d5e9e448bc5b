export { detectFormat, formatNamed } from "./detect-format.ts";
export { transcriptFormats } from "./formats.ts";
export { inspectWriter } from "./inspect/inspect-writer.ts";
export { bytesSource } from "./reading/source.ts";
export type { ScanWriterOptions } from "./writers/scan-writer.ts";
export { writerFor } from "./writers/writer-for.ts";
