import type { ToolCallPart, ToolResultPart, TranscriptPart } from "../transcript.ts";
import { exitCodeOf } from "./exit-code.ts";
import { arrayMember, isObject, type JsonObject, memberOf, textMember } from "./fields.ts";

/**
 * The parts of a message's content as OpenAI's and Anthropic's APIs write it: text, or an array of blocks.
 * A block of any other type becomes `other`, so nothing goes missing; `null` and absent content are no
 * parts. Keep the content itself in `extra` unless it is plain text.
 */
export function partsOf(content: unknown): readonly TranscriptPart[] {
  if (content === undefined || content === null || content === "") return [];
  if (typeof content === "string") return [{ kind: "text", text: content }];
  if (Array.isArray(content)) return content.flatMap(partsOfBlock);
  return isObject(content) ? partsOfBlock(content) : [{ kind: "other", type: typeof content }];
}

function partsOfBlock(block: unknown): readonly TranscriptPart[] {
  if (typeof block === "string") return partsOf(block);
  const type = textMember(block, "type") ?? "unknown";
  if (!isObject(block)) return [{ kind: "other", type: typeof block }];
  return [readers.get(type)?.(block) ?? { kind: "other", type }];
}

type BlockReader = (block: JsonObject) => TranscriptPart | null;

const textFrom =
  (key: string): BlockReader =>
  (block) => {
    const text = memberOf(block, key);
    return typeof text === "string" ? { kind: "text", text } : null;
  };

const reasoningFrom =
  (key: string): BlockReader =>
  (block) => {
    const text = memberOf(block, key);
    return typeof text === "string" ? { kind: "reasoning", text } : null;
  };

/** By the block's `type`; `null` from a reader means that the block is not what its type says. */
const readers: ReadonlyMap<string, BlockReader> = new Map([
  ["text", textFrom("text")],
  ["input_text", textFrom("text")],
  ["output_text", textFrom("text")],
  ["refusal", textFrom("refusal")],
  ["thinking", reasoningFrom("thinking")],
  ["reasoning", reasoningOf],
  ["tool_use", toolUse],
  ["server_tool_use", toolUse],
  ["tool_result", toolResult],
]);

function reasoningOf(block: JsonObject): TranscriptPart | null {
  const own = ["text", "reasoning", "content"].flatMap((key) => textMember(block, key) ?? []);
  return own[0] === undefined ? null : { kind: "reasoning", text: own[0] };
}

function toolUse(block: JsonObject): ToolCallPart | null {
  const name = textMember(block, "name");
  if (name === null) return null;
  return {
    kind: "tool-call",
    callId: textMember(block, "id"),
    name,
    input: inputText(block["input"]),
  };
}

/** Arguments of a tool as text: as they are if they are text, else as JSON; empty if there are none. */
export function inputText(input: unknown): string {
  if (input === undefined) return "";
  return typeof input === "string" ? input : JSON.stringify(input);
}

function toolResult(block: JsonObject): ToolResultPart {
  const isError = memberOf(block, "is_error");
  return toolResultPart(block["content"], {
    callId: textMember(block, "tool_use_id"),
    isError: typeof isError === "boolean" ? isError : null,
  });
}

/** What a log says about a tool's result beside its content. */
export interface ToolResultFacts {
  readonly callId?: string | null;
  readonly name?: string | null;
  readonly isError?: boolean | null;
}

/** A tool's result from its content, text or blocks; the exit status is taken from it where it has one. */
export function toolResultPart(content: unknown, facts: ToolResultFacts = {}): ToolResultPart {
  const output = outputText(content);
  return {
    kind: "tool-result",
    callId: facts.callId ?? null,
    name: facts.name ?? null,
    output,
    isError: facts.isError ?? null,
    exitCode: exitCodeOf(output),
  };
}

/** The text of a tool's result: of its text blocks where it has blocks, else as JSON. */
export function outputText(content: unknown): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content
    .map((block) => (typeof block === "string" ? block : (textMember(block, "text") ?? "")))
    .filter((text) => text !== "")
    .join("\n");
}

/** The parts of OpenAI's `tool_calls` of an assistant message; a call of another shape becomes `other`. */
export function toolCallParts(message: unknown): readonly TranscriptPart[] {
  return arrayMember(message, "tool_calls").map((call) => {
    const called = memberOf(call, "function") ?? memberOf(call, "custom") ?? call;
    const name = textMember(called, "name");
    if (name === null) return { kind: "other", type: textMember(call, "type") ?? "tool_call" };
    const input = memberOf(called, "arguments") ?? memberOf(called, "input");
    return {
      kind: "tool-call",
      callId: textMember(call, "id"),
      name,
      input: inputText(input),
    } satisfies ToolCallPart;
  });
}
