import { invalidInput } from "../core/index.ts";
import { openMiniLm } from "../embeddings/index.ts";
import {
  listModels,
  modelEntry,
  modelPath,
  type PullProgress,
  pullModel,
} from "../models/index.ts";
import type { Embedder } from "../ports/index.ts";
import type { Places } from "./environment.ts";
import { defaultThreads } from "./machine.ts";

/** How an embedder is opened. */
export interface EmbedderOptions {
  readonly places: Places;
  /** Threads of the local engine; default one less than the cores. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onPull?: ((progress: PullProgress) => void) | undefined;
}

/** The embedder that is used unless told otherwise. */
export const defaultEmbedder = "minilm";

/**
 * Opens what an embedder's name stands for: `minilm`, pulled on first use.
 *
 * @throws TurncoatError `invalid-input` for a name of no known form; else as the adapters say
 */
export async function openEmbedder(spec: string, options: EmbedderOptions): Promise<Embedder> {
  if (spec === "minilm") return openPinned(options);
  throw invalidInput(`no embedder is called "${spec}"; name minilm or openai:MODEL`);
}

async function openPinned(options: EmbedderOptions): Promise<Embedder> {
  const { places, threads = defaultThreads(), signal, onPull } = options;
  const entry = modelEntry("minilm");
  // The stamp spares a start the hashing of files that were checked before.
  const [installed] = await listModels([entry], places.models, "stamp");
  if (installed?.verified !== true) {
    await pullModel(entry, {
      folder: places.models,
      environment: places.environment,
      onProgress: (progress) => onPull?.(progress),
      signal,
    });
  }
  const [weights, tokenizer] = await Promise.all([
    modelPath(entry, { folder: places.models, part: "weights" }),
    modelPath(entry, { folder: places.models, part: "tokenizer" }),
  ]);
  const fingerprint = entry.files.map(({ sha256 }) => sha256.slice(0, 8)).join("-");
  return openMiniLm({ weights, tokenizer, fingerprint, threads });
}
