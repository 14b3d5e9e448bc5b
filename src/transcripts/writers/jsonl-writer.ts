import { scanRecordSchema } from "../../core/index.ts";
import { jsonLine } from "./json-line.ts";
import type { ScanWriter } from "./scan-writer.ts";

/**
 * One {@link scanRecordSchema} a line, keys in the order of the schema. Records that could not be read
 * have no line: they are in the summary, and in SARIF and JUnit.
 */
export const jsonlWriter: ScanWriter = {
  id: "scan-jsonl",
  title: "one conversation a line",
  extensions: [".jsonl"],
  open: (write) => ({
    write: ({ record }) => write(jsonLine(scanRecordSchema.parse(record))),
    skipped: async () => {},
    end: async () => {},
  }),
};
