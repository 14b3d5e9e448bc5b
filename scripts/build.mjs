import { buildIfNeeded, buildPackage } from "./build-package.mjs";

// Builds dist; with --if-needed only when it is missing or made from other sources.
await (process.argv.includes("--if-needed") ? buildIfNeeded() : buildPackage());
