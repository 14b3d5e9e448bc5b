import { TurncoatError } from "../../core/index.ts";

/**
 * The engine's package, which is an optional dependency and is loaded on first use.
 *
 * @throws TurncoatError `missing-engine` with the command that installs it
 */
export async function loadEngine(): Promise<typeof import("node-llama-cpp")> {
  return await import("node-llama-cpp").catch((cause: unknown) => {
    const remedy = "npm install node-llama-cpp@3.22.1";
    throw new TurncoatError(
      `the local engine is not installed; get it with: ${remedy}`,
      { kind: "missing-engine", engine: "node-llama-cpp", remedy },
      { cause },
    );
  });
}
