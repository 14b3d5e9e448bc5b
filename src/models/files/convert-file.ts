import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import type { ModelFile } from "./catalogue.ts";
import { cancelled, pullFailure } from "./pull-failure.ts";
import { requantise } from "./requantise.ts";

/** A Q4_1 GGUF file to be turned into its Q8_0 form. */
export interface ConvertRequest {
  readonly from: string;
  /** Path of the file to make; must not exist. */
  readonly to: string;
  readonly file: ModelFile;
  readonly source: string;
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Re-quantises a file on disk and checks the result to the byte.
 *
 * @throws TurncoatError `download` if the result is not the pinned one; `model-file` if the source is no
 *         GGUF file that can be read; `cancelled`; errors of the file system come as they are
 */
export async function convertFile(request: ConvertRequest): Promise<void> {
  const { from, to, file, source, signal } = request;
  const original = await readFile(from);
  const hash = createHash("sha256");
  const target = await open(to, "wx");
  try {
    let bytes = 0;
    for (const piece of requantise(original, from)) {
      if (signal?.aborted) throw cancelled();
      await target.writeFile(piece);
      hash.update(piece);
      bytes += piece.length;
      request.onBytes(bytes);
    }
  } finally {
    await target.close();
  }
  const digest = hash.digest("hex");
  if (digest === file.sha256) return;
  // The source was right, so the fault lies in the program or the machine.
  const reason = `the converted ${file.name} has sha256 ${digest}, not the pinned ${file.sha256}`;
  throw pullFailure({ source, reason, remedy: "try again, and report it if it stays so" });
}
