export { cachedEmbedder } from "./cached-embedder.ts";
export { hashEmbedder } from "./hash-embedder.ts";
export { embeddingEngine } from "./load-engine.ts";
export { openMiniLm } from "./minilm.ts";
export { openRemoteEmbedder } from "./open-remote-embedder.ts";
