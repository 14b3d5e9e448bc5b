import { isObject, memberOf, parseJson } from "../../core/index.ts";
import type { ByteSource, TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import { firstValue, headRecords } from "../reading/head.ts";
import type { SplitElement } from "../reading/json-splitter.ts";
import { linesOf, type SourceLine } from "../reading/lines.ts";
import { splitJson } from "../reading/split-json.ts";
import { type RowPlace, rowItem } from "./result-row.ts";

/**
 * Results of promptfoo: `-o results.json` (EvaluateSummaryV2 and V3) and `-o results.jsonl`, red-team
 * strategies of several turns included.
 *
 * Source: promptfoo's `src/types/index.ts` and `src/redteam/providers/`, https://github.com/promptfoo/promptfoo
 */
export const promptfooResults: TranscriptFormat = {
  id: "promptfoo",
  title: "promptfoo results",
  async recognises(_source, head) {
    return isSummary(firstValue(head)) || isRow(headRecords(head)[0]);
  },
  async *read(source) {
    const isLines = isRow(headRecords(await source.read(0, 65_536))[0]);
    yield* isLines ? readLines(source) : readSummary(source);
  },
};

function isSummary(value: unknown): boolean {
  const results = memberOf(value, "results");
  if (!isObject(results) || typeof results["version"] !== "number") return false;
  const known = ["timestamp", "prompts", "results", "table", "stats"];
  return known.filter((key) => Object.hasOwn(results, key)).length >= 2;
}

/** A row of the JSON Lines output; its keys come in this order, so a head that cuts it off holds them. */
function isRow(value: unknown): boolean {
  const { promptIdx, testIdx } = isObject(value) ? value : {};
  return typeof promptIdx === "number" && typeof testIdx === "number";
}

async function* readLines(source: ByteSource): AsyncGenerator<TranscriptItem> {
  const idFor = uniqueIds();
  for await (const line of linesOf(source)) yield lineItem(line, source, idFor);
}

function lineItem(
  line: SourceLine,
  { name: source }: ByteSource,
  idFor: RowPlace["idFor"],
): TranscriptItem {
  const skip = (reason: string): TranscriptItem => ({ kind: "skipped", line: line.number, reason });
  if (line.kind === "skipped") return skip(line.reason);
  const parsed = parseJson(line.text);
  if (parsed.kind === "problem") return skip(parsed.reason);
  return rowItem(parsed.value, { source, line: line.number, name: `line ${line.number}`, idFor });
}

async function* readSummary(source: ByteSource): AsyncGenerator<TranscriptItem> {
  const idFor = uniqueIds();
  let found = 0;
  for await (const part of splitJson(source, ["results.results[*]"])) {
    if (part.kind !== "end") {
      found += 1;
      yield elementItem(part, source, idFor);
    } else if (part.problem !== null) yield skip(part.problem);
    else if (found === 0) yield skip("the file holds no results");
  }
}

function elementItem(
  element: SplitElement,
  { name: source }: ByteSource,
  idFor: RowPlace["idFor"],
): TranscriptItem {
  const name = `results[${element.indices[0]}]`;
  if (element.kind === "skipped") return skip(`${name} cannot be read: ${element.reason}`);
  const parsed = parseJson(element.text);
  if (parsed.kind === "problem") return skip(`${name} cannot be read: ${parsed.reason}`);
  return rowItem(parsed.value, { source, line: null, name, idFor });
}

const skip = (reason: string): TranscriptItem => ({ kind: "skipped", line: null, reason });
