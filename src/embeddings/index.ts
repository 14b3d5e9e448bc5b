export { type MiniLmOptions, openMiniLm } from "./minilm.ts";
