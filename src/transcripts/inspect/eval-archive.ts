import { isObject, type JsonObject, parseJson } from "../../core/index.ts";
import type { ByteSource, TranscriptItem } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import { decodeUtf8 } from "../reading/utf8.ts";
import { sampleItem } from "./sample.ts";
import { openZip, type ZipArchive } from "./zip-archive.ts";

const header = "header.json";
/** What there is of a run that is under way or crashed. */
const start = "_journal/start.json";

/** Whether an archive is an Inspect log: it has a header, or the start of its journal. */
export const isEvalArchive = ({ names }: ZipArchive): boolean =>
  names.includes(start) || (names.includes(header) && names.some(isSample));

const isSample = (name: string) => name.startsWith("samples/") && name.endsWith(".json");

/**
 * The samples of an `.eval` log, in order of the archive's directory, one in memory at a time. A sample
 * that was logged again counts once, as it was last.
 */
export async function* readEvalArchive(source: ByteSource): AsyncGenerator<TranscriptItem> {
  const archive = await openZip(source);
  if (archive.problem !== null) yield skip(archive.problem);
  const { log, problem } = await logOf(archive);
  if (problem !== null) yield skip(problem);
  const samples = archive.names.filter(isSample);
  if (samples.length === 0 && archive.problem === null) yield skip("the log holds no samples");
  const idFor = uniqueIds();
  for (const name of samples) {
    const read = await jsonMember(archive, name);
    yield read.kind === "problem"
      ? skip(read.reason)
      : sampleItem(read.value, { source, log, name: `the member ${name}`, idFor });
  }
}

const skip = (reason: string): TranscriptItem => ({ kind: "skipped", line: null, reason });

/** The log without its samples; empty, with a problem, if that cannot be read. */
async function logOf(
  archive: ZipArchive,
): Promise<{ readonly log: JsonObject; readonly problem: string | null }> {
  const name = [header, start].find((known) => archive.names.includes(known));
  if (name === undefined) {
    // An archive that lost its directory has said so already.
    const problem = archive.problem === null ? `there is neither ${header} nor ${start}` : null;
    return { log: {}, problem };
  }
  const read = await jsonMember(archive, name);
  if (read.kind === "problem") return { log: {}, problem: read.reason };
  if (isObject(read.value)) return { log: read.value, problem: null };
  return { log: {}, problem: `the member ${name} is not an object` };
}

async function jsonMember(archive: ZipArchive, name: string) {
  const content = await archive.read(name);
  if (content.kind === "problem") return content;
  const text = decodeUtf8(content.bytes);
  if (text === null) return { kind: "problem", reason: `the member ${name} is not UTF-8` } as const;
  const parsed = parseJson(text);
  if (parsed.kind === "value") return parsed;
  return {
    kind: "problem",
    reason: `the member ${name} cannot be read: ${parsed.reason}`,
  } as const;
}
