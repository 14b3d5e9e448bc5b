import { access } from "node:fs/promises";
import type { Llama, LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { TurncoatError } from "../../core/index.ts";
import { chatTemplate } from "./chat-template.ts";
import { chatTokens } from "./chat-tokens.ts";
import { type EmbeddedModel, embeddedModel } from "./embedded-model.ts";
import { lanesOver } from "./lanes.ts";
import { loadEngine } from "./load-engine.ts";

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
 * @throws TurncoatError `missing-engine` when the optional engine or its build is not installed; `model-file` when the
 *   file is missing, not a GGUF, or not a chat model; `context-overflow` when the model cannot hold
 *   `contextSize` tokens
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedModel> {
  const { path, threads } = options;
  await requireFile(path);
  const { llama, engine } = await openEngine(threads);
  try {
    return await openOn(llama, engine, options);
  } catch (error) {
    await llama.dispose();
    throw error;
  }
}

async function openOn(
  llama: Llama,
  engine: string,
  options: EmbeddedOptions,
): Promise<EmbeddedModel> {
  const { path, id, lanes, contextSize } = options;
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
  return embeddedModel({
    id,
    model,
    lanes: lanesOver(await openLanes(model, options)),
    laneCount: lanes,
    tokens,
    contextLimit: contextSize,
    addedSystem: template.addedSystem,
    engine,
    dispose: () => llama.dispose(),
  });
}

/**
 * One context a lane, not one context with several sequences: a context evaluates what its sequences ask
 * in common batches, and the others' tokens then change a lane's roundings (by 0.1 nats a token with
 * Q8_0). Apart, a lane's numbers are its own, and one lane reads its logits while another evaluates.
 */
async function openLanes(
  model: LlamaModel,
  { path, threads, lanes, contextSize }: EmbeddedOptions,
): Promise<LlamaContextSequence[]> {
  const opened: LlamaContextSequence[] = [];
  try {
    for (let lane = 0; lane < lanes; lane++) {
      // Turns are rarely longer than 256 tokens, and working memory grows with the batch.
      const batchSize = Math.min(256, contextSize);
      const context = await model.createContext({
        contextSize,
        sequences: 1,
        batchSize,
        threads: Math.max(1, Math.floor(threads / lanes)),
      });
      opened.push(context.getSequence());
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const reason = `no room for ${lanes} conversations of ${contextSize} tokens (${why})`;
    throw new TurncoatError(
      `${path} cannot be opened: ${reason}; ask for fewer lanes or a smaller --context-size`,
      { kind: "model-file", path, reason },
      { cause },
    );
  }
  return opened;
}

/** Starts the engine on the CPU. */
async function openEngine(threads: number): Promise<{ llama: Llama; engine: string }> {
  const engine = await loadEngine();
  // Never compiles and never downloads; without the GPU so that runs agree between machines.
  const options = {
    gpu: false,
    build: "never",
    progressLogs: false,
    maxThreads: threads,
    logLevel: engine.LlamaLogLevel.error,
    logger: () => undefined,
  } as const;
  const llama = await engine.getLlama(options).catch((cause: unknown) => {
    const remedy = "npm install node-llama-cpp@3.22.1 --include=optional";
    throw new TurncoatError(
      `the local engine has no build for this machine; get it with: ${remedy}`,
      { kind: "missing-engine", engine: "node-llama-cpp", remedy },
      { cause },
    );
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
