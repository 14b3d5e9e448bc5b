import { z } from "zod";

/** The schema of the part of a value at a path, or null where the schema has no such part. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | null {
  let at: z.ZodType | null = schema;
  for (const part of path) at = partOf(at, part);
  return at;
}

/** The keys that a map may have, in the order of the schema; none for anything but a map. */
export function knownKeys(schema: z.ZodType | null): readonly string[] {
  const bare = withoutDefault(schema);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

function partOf(schema: z.ZodType | null, part: PropertyKey): z.ZodType | null {
  const bare = withoutDefault(schema);
  if (bare instanceof z.ZodObject) {
    return Object.hasOwn(bare.shape, part) ? asSchema(bare.shape[String(part)]) : null;
  }
  if (bare instanceof z.ZodArray) return asSchema(bare.element);
  return bare instanceof z.ZodRecord ? asSchema(bare.valueType) : null;
}

function withoutDefault(schema: z.ZodType | null): z.ZodType | null {
  return schema instanceof z.ZodDefault ? asSchema(schema.unwrap()) : schema;
}

function asSchema(candidate: unknown): z.ZodType | null {
  return candidate instanceof z.ZodType ? candidate : null;
}
