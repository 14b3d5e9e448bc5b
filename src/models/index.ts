export { anthropicKeyVariable, anthropicUrl } from "./anthropic/address.ts";
export type { AnthropicOptions } from "./anthropic/anthropic-model.ts";
export { estimatedPromptTokens } from "./estimated-tokens.ts";
export * from "./files/index.ts";
export {
  isKnownName,
  type KnownName,
  type KnownSubjectOptions,
  knownNames,
  knownSubject,
} from "./known/index.ts";
export type { EmbeddedModel } from "./llama/embedded-model.ts";
export { type EmbeddedOptions, openEmbedded } from "./llama/open-embedded.ts";
export { resolveHubFile } from "./llama/resolve-hub-file.ts";
export { openAnthropicModel, openOpenAiModel } from "./open-remote.ts";
export { apiAddress, openAiKeyVariable, openAiUrl } from "./openai/address.ts";
export type { OpenAiOptions } from "./openai/open-ai-model.ts";
export { type ListedPrice, listedPrice, priceList } from "./prices.ts";
export { type RecordingModel, recording } from "./recording.ts";
export { shownUrl } from "./remote-failure.ts";
export { replay } from "./replay.ts";
export { scriptedModel, scriptedScorer } from "./scripted.ts";
