import { readFile } from "node:fs/promises";
import type { InferenceSession } from "onnxruntime-node";
import { TurncoatError } from "../core/index.ts";
import type { Embedder, Embeddings } from "../ports/index.ts";
import { loadEngine, type OnnxEngine } from "./load-engine.ts";
import { meanPool } from "./mean-pool.ts";
import { stopIfCancelled } from "./stop-if-cancelled.ts";
import { type TextTokens, type TokensOf, textTokens } from "./text-tokens.ts";
import { type TokenBatch, tokenBatches } from "./token-batches.ts";

/** How MiniLM is opened. */
export interface MiniLmOptions {
  /** The ONNX file. */
  readonly weights: string;
  /** The `tokenizer.json`. */
  readonly tokenizer: string;
  /** What tells these weights and this tokenizer from others, e.g. the start of their hashes. */
  readonly fingerprint: string;
  /** Threads that one batch is spread over, at least 1. */
  readonly threads: number;
}

/** Length of a MiniLM vector. */
const width = 384;

/**
 * Most tokens of a text, both markers included: `max_seq_length` of the model card
 * (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2). The model has 512 positions, but was
 * trained on short texts and is published with this limit.
 */
const tokenLimit = 256;

/**
 * Measured on two cores (`bench/embedder.ts`): smaller batches waste calls, larger ones fall out of the
 * processor's cache.
 */
const batchLimits = { tokens: 256, padding: 0.1 };

/**
 * all-MiniLM-L6-v2 on the CPU: hidden states averaged over a text's tokens, scaled to length 1.
 *
 * The pinned file keeps its weights in 8 bits and computes in 32-bit floats, with no quantisation of what
 * passes through; so a text's vector does not depend on its batch (measured: cosine 1 − 1e-8), and batches
 * of unequal lengths may be padded. A file that quantised dynamically would have to run rows of equal length.
 *
 * @throws TurncoatError `missing-engine` when the optional engine is not installed; `model-file` when a
 *   file is missing or is not MiniLM
 */
export async function openMiniLm(options: MiniLmOptions): Promise<Embedder> {
  const engine = await loadEngine();
  const tokensOf = await openTokenizer(options.tokenizer);
  const session = await openSession(engine, options);
  return onnxEmbedder({
    id: `embedded:minilm@${options.fingerprint}/mean-${tokenLimit}`,
    engine,
    session,
    tokensOf,
  });
}

interface OnnxParts {
  readonly id: string;
  readonly engine: OnnxEngine;
  readonly session: InferenceSession;
  readonly tokensOf: TokensOf;
}

function onnxEmbedder({ id, engine, session, tokensOf }: OnnxParts): Embedder {
  // One batch at a time: two would share the threads and finish no sooner.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    id,
    width,
    async embed(texts, { signal } = {}): Promise<Embeddings> {
      stopIfCancelled(signal);
      const tokens = texts.map(tokensOf);
      const vectors: Float32Array[] = new Array<Float32Array>(texts.length);
      const lengths = tokens.map(({ ids }) => ids.length);
      for (const batch of tokenBatches(lengths, batchLimits)) {
        await inTurn(async () => {
          stopIfCancelled(signal);
          const states = await statesOf(engine, session, { batch, tokens });
          for (const [row, index] of batch.rows.entries()) {
            const at = { row, tokens: lengths[index] ?? 0, length: batch.length, width };
            vectors[index] = meanPool(states, at) ?? noDirection();
          }
        });
      }
      return { vectors, truncated: tokens.filter(({ isCut }) => isCut).length };
    },
    async [Symbol.asyncDispose]() {
      await inTurn(() => session.release());
    },
  };
}

/** Last hidden states of a batch, row-major; shape (rows × length × width). */
async function statesOf(
  { Tensor }: OnnxEngine,
  session: InferenceSession,
  work: { readonly batch: TokenBatch; readonly tokens: readonly TextTokens[] },
): Promise<Float32Array> {
  const { rows, length } = work.batch;
  const ids = new BigInt64Array(rows.length * length);
  const mask = new BigInt64Array(rows.length * length);
  for (const [row, index] of rows.entries()) {
    for (const [token, id] of (work.tokens[index]?.ids ?? []).entries()) {
      ids[row * length + token] = BigInt(id);
      mask[row * length + token] = 1n;
    }
  }
  const shape = [rows.length, length];
  const output = await session.run({
    input_ids: new Tensor("int64", ids, shape),
    attention_mask: new Tensor("int64", mask, shape),
    token_type_ids: new Tensor("int64", new BigInt64Array(ids.length), shape),
  });
  const states = output["last_hidden_state"]?.data;
  if (states instanceof Float32Array && states.length === ids.length * width) return states;
  throw modelOutput("the model gave no hidden states of the expected shape");
}

function noDirection(): never {
  throw modelOutput("the model gave a vector without a direction");
}

function modelOutput(reason: string): TurncoatError {
  return new TurncoatError(`MiniLM: ${reason}`, { kind: "model-output", reason });
}

async function openTokenizer(path: string): Promise<TokensOf> {
  try {
    const content: unknown = JSON.parse(await readFile(path, "utf8"));
    return textTokens(content, tokenLimit);
  } catch (cause) {
    throw badFile(path, "it is missing or is not the tokenizer.json of MiniLM", cause);
  }
}

const inputs = ["input_ids", "attention_mask", "token_type_ids"];

async function openSession(
  { InferenceSession }: OnnxEngine,
  { weights, threads }: MiniLmOptions,
): Promise<InferenceSession> {
  const session = await InferenceSession.create(weights, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Lengths vary from batch to batch, and a remembered memory plan for each of them only adds up.
    enableMemPattern: false,
    // Threads that spin while they wait slow everything else on a busy machine.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
    logSeverityLevel: 3,
  }).catch((cause: unknown) => {
    throw badFile(weights, "it is missing or is no ONNX model", cause);
  });
  const isMiniLm =
    inputs.every((name) => session.inputNames.includes(name)) &&
    session.outputNames.includes("last_hidden_state");
  if (isMiniLm) return session;
  await session.release();
  throw badFile(weights, "it does not have the inputs and the output of MiniLM", null);
}

function badFile(path: string, reason: string, cause: unknown): TurncoatError {
  return new TurncoatError(
    `${path} cannot be opened: ${reason}; fetch it again with "turncoat models pull minilm"`,
    { kind: "model-file", path, reason },
    { cause },
  );
}
