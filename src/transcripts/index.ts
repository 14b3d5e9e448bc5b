export { detectFormat, formatNamed, type UnknownFormat } from "./detect-format.ts";
export { transcriptFormats } from "./formats.ts";
export { type InspectWriterOptions, inspectWriter } from "./inspect/inspect-writer.ts";
export { bytesSource } from "./reading/source.ts";
export type { ScanWriterOptions } from "./writers/scan-writer.ts";
export { writerFor } from "./writers/writer-for.ts";
