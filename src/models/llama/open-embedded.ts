import { access } from "node:fs/promises";
import type { Llama, LlamaModel, Token } from "node-llama-cpp";
import { TurncoatError } from "../../core/index.ts";
import { chatTemplate } from "./chat-template.ts";
import { chatTokens } from "./chat-tokens.ts";
import { type EmbeddedModel, embeddedModel } from "./embedded-model.ts";
import { lanesOver } from "./lanes.ts";

/** How a local model is opened. */
export interface EmbeddedOptions {
  /** A GGUF file. */
  readonly path: string;
  /** Stable name for headers and reports, e.g. `embedded:smollm2`. */
  readonly id: string;
  /** Threads that evaluate; they spin while they wait, so never more than the cores to spare. */
  readonly threads: number;
  /** Conversations that are evaluated side by side, at least 1. */
  readonly lanes: number;
  /** Tokens that one conversation may have. */
  readonly contextSize: number;
}

/**
 * Opens a GGUF chat model on the CPU.
 *
 * @throws TurncoatError `missing-engine` when the optional engine is not installed; `model-file` when the
 *   file is missing, not a GGUF, or not a chat model; `context-overflow` when the model cannot hold
 *   `contextSize` tokens
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedModel> {
  const { path, id, threads, lanes, contextSize } = options;
  await requireFile(path);
  const { llama, engine } = await openEngine(threads);
  const model = await loadModel(llama, path);
  if (contextSize > model.trainContextSize) {
    throw new TurncoatError(
      `a context of ${contextSize} tokens is longer than the model's ${model.trainContextSize}; ask for less with --context-size`,
      { kind: "context-overflow", tokens: contextSize, limit: model.trainContextSize },
    );
  }
  const template = chatTemplate(templateSource(model, path), specialTexts(model), path);
  const tokens = chatTokens(template, {
    tokenize: (text, special) => model.tokenize(text, special),
    markup: markupTexts(model),
  });
  const context = await model.createContext({
    contextSize,
    sequences: lanes,
    batchSize: Math.min(512, contextSize),
    threads,
  });
  const sequences = Array.from({ length: lanes }, () => context.getSequence());
  return embeddedModel({
    id,
    model,
    lanes: lanesOver(sequences),
    laneCount: lanes,
    tokens,
    contextLimit: contextSize,
    addedSystem: template.addedSystem,
    engine,
    dispose: () => llama.dispose(),
  });
}

/** Loads the engine's package, which is an optional dependency. */
async function openEngine(threads: number): Promise<{ llama: Llama; engine: string }> {
  const engine = await import("node-llama-cpp").catch((cause: unknown) => {
    const remedy = "npm install node-llama-cpp@3.22.1";
    throw new TurncoatError(
      `the local engine is not installed; get it with: ${remedy}`,
      { kind: "missing-engine", engine: "node-llama-cpp", remedy },
      { cause },
    );
  });
  // Never compiles and never downloads; without the GPU so that runs agree between machines.
  const llama = await engine.getLlama({
    gpu: false,
    build: "never",
    progressLogs: false,
    maxThreads: threads,
    logLevel: engine.LlamaLogLevel.error,
    logger: () => undefined,
  });
  return { llama, engine: `node-llama-cpp ${await engine.getModuleVersion()}` };
}

async function loadModel(llama: Llama, path: string): Promise<LlamaModel> {
  try {
    return await llama.loadModel({ modelPath: path });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TurncoatError(
      `${path} cannot be loaded as a GGUF model (${reason}); fetch it again with "turncoat models pull", or name another file`,
      { kind: "model-file", path, reason },
      { cause },
    );
  }
}

async function requireFile(path: string): Promise<void> {
  await access(path).catch((cause: unknown) => {
    const reason = "the file is missing or cannot be read";
    throw new TurncoatError(
      `${path}: ${reason}; "turncoat models list" shows what is there`,
      { kind: "model-file", path, reason },
      { cause },
    );
  });
}

function templateSource(model: LlamaModel, path: string): string {
  const source = model.fileInfo.metadata.tokenizer.chat_template;
  if (typeof source === "string" && source.trim() !== "") return source;
  const reason = "it carries no chat template";
  throw new TurncoatError(`${path} is not a chat model: ${reason}; use an instruction-tuned GGUF`, {
    kind: "model-file",
    path,
    reason,
  });
}

function specialTexts(model: LlamaModel): { beginning: string; end: string } {
  const textOf = (token: Token | null) => (token === null ? "" : model.detokenize([token], true));
  return { beginning: textOf(model.tokens.bos), end: textOf(model.tokens.eos) };
}

// What llama.cpp reads as one token when it parses markup: tokens of the kinds unknown and control.
function markupTexts(model: LlamaModel): string[] {
  const { tokens, token_type: kinds } = model.fileInfo.metadata.tokenizer.ggml;
  return tokens.filter((_, index) => kinds[index] === 2 || kinds[index] === 3);
}
