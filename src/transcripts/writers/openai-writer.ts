import { scanRecordSchema } from "../../core/index.ts";
import { jsonLine } from "./json-line.ts";
import { openAiMessages } from "./openai-messages.ts";
import type { ScanWriter } from "./scan-writer.ts";

/**
 * OpenAI chat JSONL: a conversation a line, with what the scan found of it under `metadata`.
 * `metadata.messageTurns` gives for each written message its index in the scan, since a message with tool
 * results is written as several. Records that could not be read have no line.
 */
export const openAiWriter: ScanWriter = {
  id: "openai-chat",
  title: "OpenAI chat JSONL",
  extensions: [".openai.jsonl"],
  open: (write) => ({
    write({ record, path }) {
      const { turns: _, ...findings } = scanRecordSchema.parse(record);
      const written = openAiMessages(path);
      return write(
        jsonLine({
          messages: written.map(({ message }) => message),
          metadata: { ...findings, messageTurns: written.map(({ turn }) => turn) },
        }),
      );
    },
    skipped: async () => {},
    end: async () => {},
  }),
};
