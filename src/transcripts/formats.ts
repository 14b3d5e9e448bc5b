import type { TranscriptFormat } from "../ports/index.ts";
import { inspectLog } from "./inspect/inspect-log.ts";

/** Every log format that is read, in the order in which a file is tried. */
export const transcriptFormats: readonly TranscriptFormat[] = [inspectLog];
