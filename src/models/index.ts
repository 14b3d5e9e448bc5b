export * from "./files/index.ts";
export {
  type KnownName,
  type KnownSubjectOptions,
  knownNames,
  knownSubject,
} from "./known/index.ts";
export type { EmbeddedModel } from "./llama/embedded-model.ts";
export { type EmbeddedOptions, openEmbedded } from "./llama/open-embedded.ts";
