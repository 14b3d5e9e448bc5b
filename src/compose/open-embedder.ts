import { invalidInput } from "../core/index.ts";
import { openMiniLm, openRemoteEmbedder } from "../embeddings/index.ts";
import {
  listModels,
  modelEntry,
  modelPath,
  openAiKeyVariable,
  type PullProgress,
  pullModel,
} from "../models/index.ts";
import type { Embedder } from "../ports/index.ts";
import type { Places } from "./environment.ts";
import { defaultThreads } from "./machine.ts";
import { remoteAddress } from "./open-remote-chat.ts";

/** How an embedder is opened. */
export interface EmbedderOptions {
  readonly places: Places;
  /** Threads of the local engine; default one less than the cores. */
  readonly threads?: number | undefined;
  /** Address of the server of `openai:MODEL`; default from `OPENAI_BASE_URL`, else OpenAI's own. */
  readonly baseUrl?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onPull?: ((progress: PullProgress) => void) | undefined;
}

/** The embedder that is used unless told otherwise. */
export const defaultEmbedder = "minilm";

/**
 * Opens what an embedder's name stands for: `minilm`, pulled on first use, or `openai:MODEL`, an embedding
 * model behind an OpenAI-compatible server, with the key from `OPENAI_API_KEY`.
 *
 * @throws TurncoatError `invalid-input` for a name of no known form, a missing key or an address of no use;
 *   else as the adapters say
 */
export async function openEmbedder(spec: string, options: EmbedderOptions): Promise<Embedder> {
  if (spec === "minilm") return openPinned(options);
  const model = /^openai[:/](.+)$/.exec(spec)?.[1];
  if (model !== undefined) return openRemote(model, options);
  throw invalidInput(`no embedder is called "${spec}"; name minilm or openai:MODEL`);
}

async function openRemote(model: string, options: EmbedderOptions): Promise<Embedder> {
  const { places, signal } = options;
  const { url: baseUrl, isOwnAddress } = remoteAddress("openai", options);
  const apiKey = places.environment[openAiKeyVariable]?.trim() || null;
  if (apiKey === null && isOwnAddress) {
    throw invalidInput(
      `${openAiKeyVariable} is not set; openai:${model} needs a key there (export ${openAiKeyVariable}=…), or a server of your own`,
    );
  }
  return openRemoteEmbedder({ model, baseUrl, apiKey, signal });
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
