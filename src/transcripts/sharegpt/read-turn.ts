import {
  inputText,
  isObject,
  memberOf,
  parseJson,
  type TranscriptPart,
  textMember,
  toolResultPart,
  without,
} from "../../core/index.ts";
import { type MessageDraft, roleNamed } from "../reading/chain.ts";

/** A turn that was read, or why it cannot be. */
export type ReadTurn =
  | { readonly kind: "turn"; readonly draft: MessageDraft }
  | { readonly kind: "problem"; readonly reason: string };

/** Reads `{from, value}`; what its role and parts do not say exactly stays in `extra`. */
export function readTurn(turn: unknown): ReadTurn {
  if (!isObject(turn)) return { kind: "problem", reason: "a turn is not an object" };
  const from = memberOf(turn, "from");
  const value = memberOf(turn, "value");
  if (typeof value !== "string") return { kind: "problem", reason: "a turn has no text as value" };
  const role = from === "function_call" ? "assistant" : roleNamed(from);
  if (role === null) {
    return { kind: "problem", reason: `a turn is from the unknown ${JSON.stringify(from)}` };
  }
  const id = textMember(turn, "id");
  // Calls are kept as written: their JSON can be spelt in many ways.
  const extra = from === "function_call" ? turn : without(turn, ["value"]);
  const parts = partsOfTurn(value, { from, role });
  return { kind: "turn", draft: { role, parts, extra, ...(id === null ? {} : { id }) } };
}

interface Speaker {
  readonly from: unknown;
  readonly role: MessageDraft["role"];
}

function partsOfTurn(value: string, { from, role }: Speaker): readonly TranscriptPart[] {
  if (from === "function_call") return callParts(value);
  if (role === "tool") return [toolResultPart(value)];
  return value === "" ? [] : [{ kind: "text", text: value }];
}

/** Calls as JSON, one `{name, arguments}` or an array of them; anything else is a call without a name. */
function callParts(value: string): readonly TranscriptPart[] {
  const parsed = parseJson(value);
  const calls = parsed.kind === "value" ? [parsed.value].flat() : [];
  const named = calls.filter((call) => textMember(call, "name") !== null);
  if (named.length === 0 || named.length < calls.length) {
    return [{ kind: "tool-call", callId: null, name: "unknown", input: value }];
  }
  return named.map((call) => ({
    kind: "tool-call",
    callId: textMember(call, "id"),
    name: textMember(call, "name") ?? "unknown",
    input: inputText(memberOf(call, "arguments")),
  }));
}
