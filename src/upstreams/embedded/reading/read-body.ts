import type { z } from "zod";
import { invalidInput } from "../../../core/index.ts";

/**
 * A request's body as JSON.
 *
 * @throws TurncoatError `invalid-input` where there is none, or it is not JSON in UTF-8
 */
export function readBody(body: Uint8Array | null): unknown {
  if (body === null || body.length === 0) {
    throw invalidInput("the request has no body; send a JSON object");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw invalidInput(`the body is not JSON in UTF-8 (${why}); send a JSON object`);
  }
}

/** @throws TurncoatError `invalid-input` with the first thing that is wrong and the member at fault */
export function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  if (first === undefined) throw invalidInput("the body is not a request of this API");
  const issue = innermost(first);
  const param = shownPath(issue.path);
  const said = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  throw invalidInput(`${param === "" ? "the body" : param}: ${said}`, param === "" ? [] : [param]);
}

type Issue = Pick<z.core.$ZodIssue, "path" | "message">;

/** Where none of several forms fits, what is wrong by the form that fits furthest. */
function innermost(issue: z.core.$ZodIssue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors
    .flatMap(([each]) => (each === undefined ? [] : [innermost(each)]))
    .reduce<Issue | null>((best, each) => {
      return best === null || each.path.length > best.path.length ? each : best;
    }, null);
  return inner === null ? issue : { path: [...issue.path, ...inner.path], message: inner.message };
}

/** "messages[2].content" */
function shownPath(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}
