export {
  downloadBytes,
  installedBytes,
  type ModelEntry,
  type ModelFile,
  type ModelPart,
  modelCatalogue,
  modelEntry,
} from "./catalogue.ts";
export type { CheckDepth } from "./check-file.ts";
export {
  type InstalledModel,
  listModels,
  type ModelPathRequest,
  modelPath,
  removeModel,
} from "./installed.ts";
export { type PullOptions, type PullProgress, pullModel } from "./pull.ts";
export { requantise } from "./requantise.ts";
