export { cachedEmbedder } from "./cached-embedder.ts";
export { type HashEmbedderOptions, hashEmbedder } from "./hash-embedder.ts";
export { embeddingEngine } from "./load-engine.ts";
export { type MiniLmOptions, openMiniLm } from "./minilm.ts";
export { type OpenAiEmbedderOptions, openOpenAiEmbedder } from "./open-ai-embedder.ts";
