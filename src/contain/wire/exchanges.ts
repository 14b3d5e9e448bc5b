import type { TranscriptMessage, TranscriptPart } from "../../core/index.ts";
import type { WireMessage } from "../wire-conversation.ts";

/** What a user said and all that followed: the unit in which conversations are rewound. */
export interface Exchange {
  /** Index of the user's message. */
  readonly start: number;
  /** Index after its last message. */
  readonly end: number;
  /** Names of the tools that have acted in it, each once: what they did is not undone by leaving it out. */
  readonly acted: readonly string[];
  /** Whether a message in it is signed: then nothing before it must change while it stays. */
  readonly isSigned: boolean;
}

/**
 * A conversation's exchanges in order. A user's message begins one, unless it brings a tool's result: that
 * belongs to the call. What stands before the first user's message, system prompts as a rule, is in none.
 * Bounds of exchanges are safe to cut at: no call is parted from its result, unless results come late (the
 * Responses API allows that).
 */
export function exchangesOf(messages: readonly WireMessage[]): readonly Exchange[] {
  const starts = messages.flatMap(({ message }, index) => (begins(message) ? [index] : []));
  const names = namesOfCalls(messages);
  return starts.map((start, at) => {
    const end = starts[at + 1] ?? messages.length;
    const within = messages.slice(start, end);
    const acted = new Set(
      within.flatMap(({ message }) => message.parts.flatMap((part) => actedIn(part, names))),
    );
    return { start, end, acted: [...acted], isSigned: within.some(({ isSigned }) => isSigned) };
  });
}

function begins({ role, parts }: TranscriptMessage): boolean {
  return role === "user" && !parts.some(({ kind }) => kind === "tool-result");
}

/** Blocks and items of tools that the vendor runs by itself. */
const ranUpstream = /_(?:tool_result|call|call_output)$/;

function namesOfCalls(messages: readonly WireMessage[]): ReadonlyMap<string | null, string> {
  const calls = messages.flatMap(({ message }) =>
    message.parts.flatMap((part) => (part.kind === "tool-call" ? [part] : [])),
  );
  return new Map(calls.map(({ callId, name }) => [callId, name]));
}

function actedIn(
  part: TranscriptPart,
  names: ReadonlyMap<string | null, string>,
): readonly string[] {
  if (part.kind === "tool-result") return [part.name ?? names.get(part.callId) ?? "a tool"];
  return part.kind === "other" && ranUpstream.test(part.type) ? [part.type] : [];
}
