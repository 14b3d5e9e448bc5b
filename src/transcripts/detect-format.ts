import { invalidInput } from "../core/index.ts";
import type { ByteSource, TranscriptFormat } from "../ports/index.ts";
import { transcriptFormats } from "./formats.ts";

/** A file that no format recognises. */
export interface UnknownFormat {
  readonly kind: "unknown";
  /** Ids of the formats that were tried, in order. */
  readonly tried: readonly string[];
  /** For people: what is wrong, and what was tried. */
  readonly reason: string;
}

/** How much of a file's start formats are shown, in bytes. */
const headBytes = 65_536;

/** The first format of the list that recognises a file. Throws only what the source throws. */
export async function detectFormat(
  source: ByteSource,
  formats: readonly TranscriptFormat[] = transcriptFormats,
): Promise<TranscriptFormat | UnknownFormat> {
  const head = await source.read(0, headBytes);
  if (head.length > 0) {
    for (const format of formats) {
      if (await format.recognises(source, head)) return format;
    }
  }
  const tried = formats.map(({ id }) => id);
  return { kind: "unknown", tried, reason: `${factAbout(head)}; tried ${tried.join(", ")}` };
}

function factAbout(head: Uint8Array): string {
  if (head.length === 0) return "the file is empty";
  if (isUtf16(head)) return "the file is UTF-16: convert it to UTF-8";
  if (head[0] === 0x1f && head[1] === 0x8b) return "the file is compressed with gzip: unpack it";
  return "no transcript format that is known";
}

const isUtf16 = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/**
 * The format of an id, upper and lower case alike.
 *
 * @throws TurncoatError `invalid-input` that lists the ids, if there is none
 */
export function formatNamed(
  id: string,
  formats: readonly TranscriptFormat[] = transcriptFormats,
): TranscriptFormat {
  const found = formats.find((format) => format.id === id.toLowerCase());
  if (found !== undefined) return found;
  const known = formats.map((format) => format.id).join(", ");
  throw invalidInput(`no transcript format is named "${id}"`, [`formats: ${known}`]);
}
