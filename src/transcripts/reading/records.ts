import { parseJson } from "../../core/index.ts";
import type { ByteSource } from "../../ports/index.ts";
import { firstValue, headElements, headRecords, isOneDocument } from "./head.ts";
import { linesOf } from "./lines.ts";
import { splitJson } from "./split-json.ts";

/** One record of a file, or why it could not be read. */
export type SourceRecord =
  | {
      readonly kind: "record";
      readonly value: unknown;
      /** Line, from 1; `null` in a file that is one document. */
      readonly line: number | null;
      /** Where it stands, for a record without an id: `chats.jsonl:12`, `chats.json[3]` or `chats.json`. */
      readonly place: string;
    }
  | { readonly kind: "skipped"; readonly line: number | null; readonly reason: string };

/** How a file holds its records. */
type Container = "lines" | "elements" | "document";

/** How much of a file's start decides how it is read, in bytes. */
const headBytes = 65_536;

/**
 * The records of a file that holds one a line, is one JSON array of them, or is a single one. Holds one
 * record at a time.
 *
 * @param isArrayRecord  whether an array that starts so is one record; never by default
 */
export async function* recordsIn(
  source: ByteSource,
  isArrayRecord: (start: readonly unknown[]) => boolean = () => false,
): AsyncGenerator<SourceRecord> {
  const head = await source.read(0, headBytes);
  switch (containerOf(head, isArrayRecord)) {
    case "lines":
      return yield* lineRecords(source);
    case "elements":
      return yield* elementRecords(source);
    case "document":
      return yield* documentRecord(source);
  }
}

/** The records that a head shows, the last as far as it goes; for telling formats apart. */
export function recordsInHead(
  head: Uint8Array,
  isArrayRecord: (start: readonly unknown[]) => boolean = () => false,
): readonly unknown[] {
  switch (containerOf(head, isArrayRecord)) {
    case "lines":
      return headRecords(head);
    case "elements":
      return headElements(head) ?? [];
    case "document":
      return [firstValue(head)];
  }
}

function containerOf(
  head: Uint8Array,
  isArrayRecord: (start: readonly unknown[]) => boolean,
): Container {
  const elements = headElements(head);
  if (elements !== null && !isArrayRecord(elements)) return "elements";
  return isOneDocument(head) ? "document" : "lines";
}

/** The JSON values of the lines of a file; one that is not JSON is skipped with its reason. */
export async function* lineRecords(source: ByteSource): AsyncGenerator<SourceRecord> {
  for await (const line of linesOf(source)) {
    if (line.kind === "skipped") {
      yield { kind: "skipped", line: line.number, reason: line.reason };
      continue;
    }
    const parsed = parseJson(line.text);
    if (parsed.kind === "value") {
      const place = `${source.name}:${line.number}`;
      yield { kind: "record", value: parsed.value, line: line.number, place };
    } else {
      const cut = line.isUnended ? "; the file ends here, so it may still be being written" : "";
      yield { kind: "skipped", line: line.number, reason: `${parsed.reason}${cut}` };
    }
  }
}

async function* elementRecords(source: ByteSource): AsyncGenerator<SourceRecord> {
  const skipped = (reason: string): SourceRecord => ({ kind: "skipped", line: null, reason });
  for await (const item of splitJson(source, ["[*]"])) {
    if (item.kind === "end") {
      if (item.problem !== null) yield skipped(item.problem);
      continue;
    }
    const [index] = item.indices;
    const parsed = item.kind === "element" ? parseJson(item.text) : item;
    if (parsed.kind === "value") {
      const place = `${source.name}[${index}]`;
      yield { kind: "record", value: parsed.value, line: null, place };
    } else yield skipped(`element ${index}: ${parsed.reason}`);
  }
}

async function* documentRecord(source: ByteSource): AsyncGenerator<SourceRecord> {
  for await (const item of splitJson(source, [])) {
    if (item.kind !== "end") continue;
    if (item.problem === null) {
      yield { kind: "record", value: item.envelope, line: null, place: source.name };
    } else yield { kind: "skipped", line: null, reason: item.problem };
  }
}
