import {
  type JsonObject,
  parseJson,
  pathsOf,
  type ToolCallPart,
  type Transcript,
  type TranscriptMessage,
  type TranscriptPart,
  type TranscriptPath,
  textOf,
} from "../../core/index.ts";
import { readTurn } from "./read-turn.ts";
import { sharegpt, systemMessageId } from "./sharegpt.ts";

/**
 * One path of a transcript, by default the one in force, as a record `{conversations, …}` with LLaMA-Factory's
 * default tags. What the sharegpt reader kept is written back, so reading and writing loses nothing. From another
 * format: its id, texts, calls and results; a first system message becomes `system`; thoughts, images and the like
 * are left out. Does not merge turns of one speaker in a row, which LLaMA-Factory refuses.
 */
export function writeSharegpt(
  transcript: Transcript,
  path: TranscriptPath | undefined = pathsOf(transcript)[0],
): JsonObject {
  const messages = path?.messages ?? [];
  const isOwn = transcript.format === sharegpt.id;
  const [first] = messages;
  const hasSystem =
    first?.role === "system" &&
    (!isOwn || (first.id === systemMessageId && !("from" in first.extra)));
  const turns = (hasSystem ? messages.slice(1) : messages).flatMap((message) =>
    isOwn ? [ownTurn(message)] : plainTurns(message),
  );
  return {
    ...(isOwn ? {} : { id: path?.id ?? transcript.id }),
    conversations: turns,
    ...(hasSystem ? { system: textOf(first) } : {}),
    ...(isOwn ? transcript.extra : {}),
  };
}

/** A turn as it was read, unless its parts have been changed since. */
function ownTurn(message: TranscriptMessage): JsonObject {
  const { extra, parts } = message;
  const read = readTurn(extra);
  if (read.kind === "turn" && isSame(read.draft.parts, parts)) return extra;
  const isCall = extra["from"] === "function_call";
  return { ...extra, value: isCall ? callText(parts.filter(isCallPart)) : saidText(message) };
}

const isSame = (left: readonly TranscriptPart[], right: readonly TranscriptPart[]) =>
  JSON.stringify(left) === JSON.stringify(right);

function saidText(message: TranscriptMessage): string {
  const [first] = message.parts;
  return first?.kind === "tool-result" ? first.output : textOf(message);
}

const isCallPart = (part: TranscriptPart) => part.kind === "tool-call";

/** Calls as LLaMA-Factory reads them: one as an object, several as an array. */
function callText(calls: readonly ToolCallPart[]): string {
  const written = calls.map(({ name, input }) => {
    const parsed = parseJson(input);
    return { name, arguments: parsed.kind === "value" ? parsed.value : input };
  });
  return JSON.stringify(written.length === 1 ? written[0] : written);
}

const tags = { system: "system", user: "human", assistant: "gpt", tool: "observation" } as const;

/** A message of another format: its text, its calls and each of its results as turns of their own. */
function plainTurns(message: TranscriptMessage): readonly JsonObject[] {
  const text = textOf(message);
  const calls = message.parts.filter(isCallPart);
  const results = message.parts.flatMap((part) =>
    part.kind === "tool-result" ? [{ from: "observation", value: part.output }] : [],
  );
  return [
    ...(text === "" ? [] : [{ from: tags[message.role], value: text }]),
    ...(calls.length === 0 ? [] : [{ from: "function_call", value: callText(calls) }]),
    ...results,
  ];
}
