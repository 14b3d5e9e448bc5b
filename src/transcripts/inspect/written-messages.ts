import {
  isObject,
  type JsonObject,
  type Provenance,
  parseJson,
  type ToolCallPart,
  type TranscriptMessage,
  type TranscriptPart,
} from "../../core/index.ts";
import { uniqueIds } from "../reading/chain.ts";

/**
 * The messages of a path as Inspect's `ChatMessage`s. Those that came from an Inspect log are written as
 * they were. Of others, a tool's results become `tool` messages of their own, before what else the message
 * holds. `metadata.turncoat.turn` is the index of the message that each came from.
 */
export function writtenMessages(
  messages: readonly TranscriptMessage[],
  format: string,
): readonly JsonObject[] {
  const idFor = uniqueIds();
  return messages.flatMap((message, turn) => {
    const written = format === "inspect" ? [asItWas(message)] : rebuilt(message);
    return written.map((one) => ({
      ...one,
      id: idFor(message.id),
      metadata: { ...(isObject(one["metadata"]) ? one["metadata"] : {}), turncoat: { turn } },
    }));
  });
}

function asItWas({ role, extra, parts, model }: TranscriptMessage): JsonObject {
  const text = parts.map((part) => (part.kind === "text" ? part.text : outputOf(part))).join("");
  return {
    role,
    content: text,
    ...(role === "assistant" && model !== null ? { model } : {}),
    ...extra,
  };
}

const outputOf = (part: TranscriptPart) => (part.kind === "tool-result" ? part.output : "");

function rebuilt(message: TranscriptMessage): readonly JsonObject[] {
  const { role, parts, model } = message;
  const results = parts.flatMap((part) => (part.kind === "tool-result" ? [part] : []));
  const said = parts.filter(({ kind }) => kind !== "tool-result" && kind !== "tool-call");
  const calls = parts.flatMap((part) => (part.kind === "tool-call" ? [part] : []));
  const source = sourceOf[message.provenance];
  const tools = results.map(({ callId, name, output, isError }) => ({
    role: "tool",
    content: output,
    ...(callId === null ? {} : { tool_call_id: callId }),
    ...(name === null ? {} : { function: name }),
    ...(isError === true ? { error: { type: "unknown", message: output } } : {}),
  }));
  if (said.length + calls.length === 0 && tools.length > 0) return tools;
  const spoken = {
    role,
    content: contentOf(said),
    ...(source === null ? {} : { source }),
    ...(role === "assistant" && model !== null ? { model } : {}),
    ...(calls.length === 0
      ? {}
      : { tool_calls: calls.map((call, place) => toolCall(call, place)) }),
  };
  return [...tools, spoken];
}

/** Inspect's word for where a message came from; `null` where it has none. */
const sourceOf: Readonly<Record<Provenance, string | null>> = {
  generated: "generate",
  planted: "input",
  operator: "operator",
  imported: null,
};

function contentOf(parts: readonly TranscriptPart[]): string | readonly JsonObject[] {
  const [only, ...others] = parts;
  if (only === undefined) return "";
  if (others.length === 0 && only.kind === "text") return only.text;
  return parts.map((part) => {
    if (part.kind === "text") return { type: "text", text: part.text };
    if (part.kind === "reasoning") return { type: "reasoning", reasoning: part.text };
    return { type: "data", data: { type: part.kind === "other" ? part.type : part.kind } };
  });
}

/** Inspect takes arguments as an object only. */
function toolCall({ callId, name, input }: ToolCallPart, place: number): JsonObject {
  const parsed = parseJson(input);
  const given = parsed.kind === "value" && isObject(parsed.value) ? parsed.value : { input };
  return { id: callId ?? `call-${place}`, function: name, arguments: given, type: "function" };
}
