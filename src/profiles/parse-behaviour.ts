import { type Behaviour, behaviourSchema } from "../core/index.ts";
import { parseWithSchema } from "./parse-with-schema.ts";
import { fileStem } from "./source-file.ts";
import type { Parsed } from "./source-issue.ts";

/**
 * A behaviour from the text (or the bytes) of its YAML file, or every issue with line and column.
 *
 * @param file  its path; the behaviour's `id` has to be its name without `.yaml`
 */
export function parseBehaviour(source: string | Uint8Array, file: string): Parsed<Behaviour> {
  const stem = fileStem(file);
  return parseWithSchema({
    source,
    file,
    schema: behaviourSchema,
    objections: ({ id }) =>
      id === stem
        ? []
        : [{ path: ["id"], message: `is ${id}, but the file is named ${stem}; let them agree` }],
  });
}
