import { randomUUID } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { invalidInput } from "../core/index.ts";
import type { ScanSink } from "../ports/index.ts";
import { inspectWriter, type ScanWriterOptions, writerFor } from "../transcripts/index.ts";
import { packageVersion } from "./machine.ts";

/** A sink with the file it writes. */
export interface FileSink extends AsyncDisposable {
  readonly path: string;
  readonly sink: ScanSink;
}

/** Text is gathered to so many characters before it is written, unless the scan pauses. */
const chunkCharacters = 1 << 16;

/**
 * Opens the file that results are written to; its ending tells the format.
 *
 * @throws TurncoatError `invalid-input` for an ending of no known format, or a file that cannot be written
 */
export async function openFileSink(path: string, threshold: number): Promise<FileSink> {
  const place = resolve(path);
  if (/\.eval$/i.test(place)) {
    await mkdir(dirname(place), { recursive: true }).catch(unwritable(path));
    return openInspect(place, threshold);
  }
  const writer = writerFor(path, [".eval", ".html"]);
  await mkdir(dirname(place), { recursive: true }).catch(unwritable(path));
  const handle = await open(place, "w").catch(unwritable(path));
  let held = "";
  const flush = async () => {
    const text = held;
    held = "";
    if (text !== "") await handle.writeFile(text);
  };
  const sink = writer.open(async (text) => {
    held += text;
    if (held.length >= chunkCharacters) await flush();
  }, writerOptions(threshold));
  return {
    path: place,
    sink: {
      ...sink,
      async end(totals) {
        await sink.end(totals);
        await flush();
      },
    },
    async [Symbol.asyncDispose]() {
      await flush();
      await handle.close();
    },
  };
}

/** A sink that hands its lines to a function: results on stdout. */
export function lineSink(onLine: (line: string) => void, threshold: number): ScanSink {
  return writerFor("stdout.jsonl").open(
    async (text) => onLine(text.replace(/\n$/, "")),
    writerOptions(threshold),
  );
}

function writerOptions(threshold: number): ScanWriterOptions {
  return { version: packageVersion(), threshold, workingDirectory: process.cwd(), home: homedir() };
}

async function openInspect(path: string, threshold: number): Promise<FileSink> {
  const handle = await open(path, "w").catch(unwritable(path));
  const sink = inspectWriter.open(async (bytes) => handle.writeFile(bytes), {
    ...writerOptions(threshold),
    runId: randomUUID(),
    now: () => new Date(),
  });
  return { path, sink, [Symbol.asyncDispose]: () => handle.close() };
}

function unwritable(path: string) {
  return (cause: unknown): never => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidInput(`${path} cannot be written: ${reason}`);
  };
}
