import { withheldText } from "../../contain/index.ts";
import { isObject, memberOf } from "../../core/index.ts";
import type { CallNote } from "../call-note.ts";
import type { GenerateResult, StreamPart } from "./call-shapes.ts";

/** How a version of the specification spells what a withheld reply needs. */
export interface WithheldSpelling {
  readonly finishReason: unknown;
  /** Where nothing is known of the tokens. */
  readonly usage: unknown;
}

/** Of a result only counts and names are taken over: its bodies hold what was said. */
export function withheldResult<Result extends GenerateResult>(
  result: Result,
  { finishReason }: WithheldSpelling,
  note: CallNote | null,
): Result {
  const response = memberOf(result, "response");
  const { body: _, ...named } = isObject(response) ? response : {};
  const withheld = {
    ...result,
    content: [{ type: "text", text: withheldText }],
    finishReason,
    response: named,
    providerMetadata: { turncoat: note },
  };
  // A text and a reason that every provider of this version may give; the rest is the result's own.
  return withheld as Result;
}

const id = "turncoat";

/** @param parts  of the reply that is withheld; of them only the tokens it took are said */
export function withheldParts<Part extends StreamPart>(
  parts: readonly Part[],
  { finishReason, usage }: WithheldSpelling,
  note: CallNote | null,
): readonly Part[] {
  const finish = parts.find(({ type }) => type === "finish");
  const withheld: readonly StreamPart[] = [
    { type: "text-start", id },
    { type: "text-delta", id, delta: withheldText },
    { type: "text-end", id },
    {
      ...{ type: "finish", finishReason, usage: memberOf(finish, "usage") ?? usage },
      ...{ providerMetadata: { turncoat: note } },
    },
  ].map((part): StreamPart => part);
  // Parts that every stream of this version may have.
  return withheld as readonly Part[];
}
