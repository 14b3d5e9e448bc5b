import { isObject, type JsonObject, memberOf, parseJson } from "../../core/index.ts";
import type { ByteSource, TranscriptItem } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import { JsonSplitter, type SplitElement } from "../reading/json-splitter.ts";
import { defaultMaxLineBytes } from "../reading/lines.ts";
import { splitJson } from "../reading/split-json.ts";
import { byteOrderMarkLength } from "../reading/utf8.ts";
import { sampleItem } from "./sample.ts";

/** Whether a JSON document starts as an EvalLog does. */
export function isEvalLog(start: unknown): boolean {
  const version = memberOf(start, "version");
  const spec = memberOf(start, "eval");
  return typeof version === "number" && isObject(spec) && typeof spec["task"] === "string";
}

/** The samples of a log that is one JSON document, one in memory at a time. */
export async function* readEvalJson(source: ByteSource): AsyncGenerator<TranscriptItem> {
  const log = await logBeforeSamples(source);
  const idFor = uniqueIds();
  let found = 0;
  for await (const part of splitJson(source, ["samples[*]"])) {
    if (part.kind !== "end") {
      found += 1;
      yield itemOf(part, (value, name) => sampleItem(value, { source, log, name, idFor }));
    } else if (part.problem !== null) yield skip(part.problem);
    else if (found === 0) yield skip("the log holds no samples");
  }
}

function itemOf(
  part: SplitElement,
  itemFrom: (value: unknown, name: string) => TranscriptItem,
): TranscriptItem {
  const name = `samples[${part.indices.join("][")}]`;
  if (part.kind === "skipped") return skip(`${name} cannot be read: ${part.reason}`);
  const parsed = parseJson(part.text);
  if (parsed.kind === "problem") return skip(`${name} cannot be read: ${parsed.reason}`);
  return itemFrom(parsed.value, name);
}

const skip = (reason: string): TranscriptItem => ({ kind: "skipped", line: null, reason });

/** What stands before the samples: Inspect writes status, eval, plan, results and stats there. */
async function logBeforeSamples(source: ByteSource): Promise<JsonObject> {
  const splitter = new JsonSplitter({ paths: [["samples"]], maxBytes: defaultMaxLineBytes });
  const head = await source.read(0, 3);
  for await (const chunk of source.stream(byteOrderMarkLength(head))) {
    if (splitter.push(chunk).length > 0 || splitter.isDone || splitter.problem !== null) break;
  }
  const parsed = parseJson(splitter.rest() ?? "");
  return parsed.kind === "value" && isObject(parsed.value) ? parsed.value : {};
}
