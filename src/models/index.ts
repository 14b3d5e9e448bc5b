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
export { type RecordingModel, recording } from "./recording.ts";
export { replay } from "./replay.ts";
export { scriptedModel, scriptedScorer } from "./scripted.ts";
