import type { z } from "zod";
import { readYaml } from "./read-yaml.ts";
import { issueAtPath, schemaIssues } from "./schema-issues.ts";
import { type Parsed, refused } from "./source-issue.ts";

/** A rule that a schema cannot state, because it needs more than the value itself. */
export interface Objection {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** How to read one kind of file. */
export interface Reading<Schema extends z.ZodType> {
  readonly source: string | Uint8Array;
  /** Named in every issue. */
  readonly file: string;
  readonly schema: Schema;
  /** Asked once the schema is content. */
  readonly objections: (value: z.output<Schema>) => readonly Objection[];
}

/** A YAML file as a value of a schema, or every issue with its place. Never throws. */
export function parseWithSchema<Schema extends z.ZodType>({
  source,
  file,
  schema,
  objections,
}: Reading<Schema>): Parsed<z.output<Schema>> {
  const reading = readYaml(source, file);
  if (reading.kind === "unreadable") return refused(reading.issues);
  const { yaml } = reading;
  const parsed = schema.safeParse(yaml.value);
  const found = parsed.success
    ? objections(parsed.data).map(({ path, message }) => issueAtPath(yaml, path, message))
    : schemaIssues(parsed.error.issues, yaml, schema);
  const taken = new Set(found.map(({ path }) => path));
  // The schema says more about a value than that it looks like a truth value.
  const issues = [...found, ...yaml.issues.filter(({ path }) => path === "" || !taken.has(path))];
  if (parsed.success && issues.length === 0) return { kind: "parsed", value: parsed.data };
  return refused(issues);
}
