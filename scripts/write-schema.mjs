import { cpSync } from "node:fs";
import { join } from "node:path";
import { buildIfNeeded, root } from "./build-package.mjs";

// Writes the published copy of result.json's schema, for a change of shape to be seen and versioned.
await buildIfNeeded();
cpSync(
  join(root, "dist/schema/result.schema.json"),
  join(root, "docs/schema/result-1.schema.json"),
);
