import type { ByteSource } from "../../ports/index.ts";
import { csvRows } from "../reading/csv.ts";
import { recordsIn, type SourceRecord } from "../reading/records.ts";

/** The header of a table of traces or observations, as far as the head of a file shows it. */
export function csvHeader(head: Uint8Array): readonly string[] | null {
  const text = new TextDecoder().decode(head.subarray(0, 8192)).replace(/^\ufeff/, "");
  const [line = ""] = text.split(/\r?\n/, 1);
  if (!/^"?[A-Za-z_]+"?,/.test(line)) return null;
  return line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

/** The records of an export: rows of CSV as objects of text, or JSON in any of its containers. */
export async function* langfuseRecords(source: ByteSource): AsyncGenerator<SourceRecord> {
  const head = await source.read(0, 65_536);
  if (csvHeader(head) === null) yield* recordsIn(source);
  else yield* csvRecords(source);
}

async function* csvRecords(source: ByteSource): AsyncGenerator<SourceRecord> {
  let header: readonly string[] | null = null;
  for await (const row of csvRows(source)) {
    const { line } = row;
    if (row.kind === "skipped") yield row;
    else if (header === null) header = row.cells;
    else if (row.cells.length !== header.length) {
      const reason = `the row has ${row.cells.length} cells, the header ${header.length}`;
      yield { kind: "skipped", line, reason };
    } else {
      const { cells } = row;
      const value = Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ""]));
      yield { kind: "record", value, line, place: `${source.name}:${line}` };
    }
  }
}
