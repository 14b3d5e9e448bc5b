import { TurncoatError } from "../core/index.ts";

/** The engine's module as far as it is used here. */
export type OnnxEngine = typeof import("onnxruntime-node");

const remedy = "npm install onnxruntime-node@1.30.0 --include=optional";

/**
 * The package that runs ONNX models, which is an optional dependency and is loaded on first use. It
 * carries its CPU build in the package, so it works where install scripts are switched off.
 *
 * @throws TurncoatError `missing-engine` with the command that installs it
 */
export async function loadEngine(): Promise<OnnxEngine> {
  return await import("onnxruntime-node").catch((cause: unknown) => {
    throw new TurncoatError(
      `the engine for embeddings is not installed or has no build for this machine; get it with: ${remedy}`,
      { kind: "missing-engine", engine: "onnxruntime-node", remedy },
      { cause },
    );
  });
}

/**
 * Version of the engine for embeddings, once it has been loaded for real.
 *
 * @throws TurncoatError `missing-engine` as when an embedder is opened
 */
export async function embeddingEngine(): Promise<string> {
  const { env } = await loadEngine();
  return `onnxruntime-node ${env.versions.node ?? "of unknown version"}`;
}
