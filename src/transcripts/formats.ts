import type { TranscriptFormat } from "../ports/index.ts";

/** Every log format that is read, in the order in which a file is tried. */
export const transcriptFormats: readonly TranscriptFormat[] = [];
