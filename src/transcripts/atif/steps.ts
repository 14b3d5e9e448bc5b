import {
  arrayMember,
  inputText,
  isObject,
  type JsonObject,
  memberOf,
  partsOf,
  type TranscriptPart,
  type TranscriptRole,
  textMember,
  toolResultPart,
  without,
} from "../../core/index.ts";
import type { MessageDraft } from "../reading/chain.ts";

/** The messages of a step, or why it cannot be read. */
export type ReadStep =
  | {
      readonly kind: "messages";
      readonly drafts: readonly MessageDraft[];
      /** Whether the context was compacted or replaced before it. */
      readonly isCompacted: boolean;
    }
  | { readonly kind: "problem"; readonly reason: string };

const roles: ReadonlyMap<unknown, TranscriptRole> = new Map([
  ["system", "system"],
  ["user", "user"],
  ["agent", "assistant"],
]);

/**
 * A step of a trajectory: what was said, then a `tool` message for each result that was observed. Steps that
 * copy earlier context stay in the log and do not count, since they count where they were first; what an
 * agent did without a call of its model (`llm_call_count` 0) is not the model's own.
 */
export function readStep(step: unknown, place: number): ReadStep {
  const role = roles.get(memberOf(step, "source"));
  if (!isObject(step) || role === undefined) {
    const source = JSON.stringify(memberOf(step, "source") ?? null);
    return { kind: "problem", reason: `its source is ${source}` };
  }
  const id = stepId(step, place);
  const common = {
    at: textMember(step, "timestamp"),
    reachedModel: step["is_copied_context"] !== true,
  };
  const said: MessageDraft = {
    ...common,
    id,
    role,
    parts: saidParts(step),
    provenance: role === "assistant" && step["llm_call_count"] === 0 ? "planted" : "imported",
    model: role === "assistant" ? textMember(step, "model_name") : null,
    extra: without(step, typeof step["message"] === "string" ? ["message"] : []),
  };
  const names = callNames(step);
  const observed = arrayMember(step["observation"], "results").map(
    (result, index): MessageDraft => ({
      ...common,
      id: `${id}/${index}`,
      role: "tool",
      parts: resultParts(result, names),
      extra: isObject(result) ? result : { result },
    }),
  );
  const management = memberOf(step["extra"], "context_management");
  return {
    kind: "messages",
    drafts: [said, ...observed],
    isCompacted: management !== undefined && management !== null && management !== false,
  };
}

function stepId(step: JsonObject, place: number): string {
  const id = step["step_id"];
  return typeof id === "number" || (typeof id === "string" && id !== "") ? `${id}` : `s${place}`;
}

function saidParts(step: JsonObject): readonly TranscriptPart[] {
  const reasoning = textMember(step, "reasoning_content");
  const calls = arrayMember(step, "tool_calls").map(
    (call): TranscriptPart => ({
      kind: "tool-call",
      callId: textMember(call, "tool_call_id"),
      name: textMember(call, "function_name") ?? "",
      input: inputText(memberOf(call, "arguments")),
    }),
  );
  return [
    ...(reasoning === null ? [] : [{ kind: "reasoning", text: reasoning } as const]),
    ...partsOf(step["message"]),
    ...calls,
  ];
}

function callNames(step: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    arrayMember(step, "tool_calls").flatMap((call): [string, string][] => {
      const id = textMember(call, "tool_call_id");
      const name = textMember(call, "function_name");
      return id === null || name === null ? [] : [[id, name]];
    }),
  );
}

function resultParts(
  result: unknown,
  names: ReadonlyMap<string, string>,
): readonly TranscriptPart[] {
  const callId = textMember(result, "source_call_id");
  const content = memberOf(result, "content");
  const name = callId === null ? null : (names.get(callId) ?? null);
  const media = Array.isArray(content)
    ? partsOf(content).filter(({ kind }) => kind === "other")
    : [];
  return [toolResultPart(content, { callId, name }), ...media];
}
