import { invalidInput } from "../../core/index.ts";
import { jsonlWriter } from "./jsonl-writer.ts";
import { junitWriter } from "./junit-writer.ts";
import { openAiWriter } from "./openai-writer.ts";
import { sarifWriter } from "./sarif-writer.ts";
import type { ScanWriter } from "./scan-writer.ts";

/** The text formats that results can be written in. */
const scanWriters: readonly ScanWriter[] = [jsonlWriter, openAiWriter, sarifWriter, junitWriter];

/**
 * The writer that a file's name asks for by its end; the longest known end decides, so
 * `chats.openai.jsonl` is OpenAI chat and `chats.jsonl` is not.
 *
 * @param others  ends of names that the caller writes itself, to be listed in the error
 * @throws TurncoatError `invalid-input` naming what is known
 */
export function writerFor(fileName: string, others: readonly string[] = []): ScanWriter {
  const known = scanWriters.flatMap((writer) =>
    writer.extensions.map((extension) => ({ writer, extension })),
  );
  const name = fileName.toLowerCase();
  const [best] = known
    .filter(({ extension }) => name.endsWith(extension))
    .sort((one, other) => other.extension.length - one.extension.length);
  if (best !== undefined) return best.writer;
  const ends = [...known.map(({ extension }) => extension), ...others].join(", ");
  throw invalidInput(`cannot tell from ${fileName} what to write: its name may end in ${ends}`);
}
