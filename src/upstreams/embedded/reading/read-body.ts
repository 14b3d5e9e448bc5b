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
  const [issue] = result.error.issues;
  if (issue === undefined) throw invalidInput("the body is not a request of this API");
  const param = shownPath(issue.path);
  const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  throw invalidInput(
    `${param === "" ? "the body" : param}: ${message}`,
    param === "" ? [] : [param],
  );
}

/** "messages[2].content" */
function shownPath(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}
