import type { Embedder } from "../ports/index.ts";
import type { OpenAiEmbedderOptions } from "./open-ai-embedder.ts";

/**
 * A model behind an OpenAI-compatible server of vectors. The vendor's client is hundreds of modules and is
 * loaded here, so that who embeds locally starts without it.
 *
 * @throws TurncoatError `invalid-input` for an address of no use; `remote` as the server says
 */
export async function openRemoteEmbedder(options: OpenAiEmbedderOptions): Promise<Embedder> {
  const { openOpenAiEmbedder } = await import("./open-ai-embedder.ts");
  return openOpenAiEmbedder(options);
}
