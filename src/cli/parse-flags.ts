import { z } from "zod";
import { invalidInput } from "../core/index.ts";

/**
 * Checks what commander read. The argument is typed, so a flag that the schema needs and the command does
 * not declare fails to compile.
 *
 * @throws TurncoatError `invalid-input` with a line for each flag that cannot be used
 */
export function parseFlags<S extends z.ZodType>(schema: S, flags: z.input<S>): z.output<S> {
  const parsed = schema.safeParse(flags);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${flagName(path)} ${message}`);
  const [first = "a flag cannot be used"] = issues;
  throw invalidInput(issues.length === 1 ? first : `${issues.length} flags cannot be used`, issues);
}

function flagName(path: readonly PropertyKey[]): string {
  const name = String(path[0] ?? "");
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A whole number in a range, both ends included. */
export function wholeNumber(least: number, most: number) {
  const wanted = `takes a whole number from ${least} to ${most}`;
  return z.string().transform((text, context) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : null;
    if (value !== null && value >= least && value <= most) return value;
    context.addIssue({ code: "custom", message: `${wanted}, not "${text}"` });
    return z.NEVER;
  });
}

/** A number above one bound and up to another. */
export function numberAbove(bound: number, most: number) {
  return z.string().transform((text, context) => {
    const value = /^\d*\.?\d+(e-?\d+)?$/i.test(text) ? Number(text) : null;
    if (value !== null && value > bound && value <= most) return value;
    const message = `takes a number above ${bound}, at most ${most}, not "${text}"`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const wanted = `takes ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
  return z
    .string()
    .pipe(z.enum(words, { error: ({ input }) => `${wanted}, not "${String(input)}"` }));
}

/** Names with commas between them, at least one, none twice. */
export const nameList = z.string().transform((text, context) => {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return [...new Set(names)];
  context.addIssue({
    code: "custom",
    message: `takes names with commas between them, not "${text}"`,
  });
  return z.NEVER;
});
