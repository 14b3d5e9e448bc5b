import { arrayMember, isObject, type JsonObject, memberOf, textMember } from "../../core/index.ts";
import type { MessageDraft } from "../reading/chain.ts";

/** What every line of a session that has a place in its tree says of itself. */
interface EntryFacts {
  /** From 1. */
  readonly line: number;
  /** `null` where the line has none. */
  readonly uuid: string | null;
  /** The line before it; `null` for a root, `undefined` where the line does not say. */
  readonly parent: string | null | undefined;
  /** `null` where the line does not say. */
  readonly sessionId: string | null;
  /** Of a subagent's line; `null` in the main conversation. */
  readonly agent: AgentOf | null;
  /** The line as it is. */
  readonly raw: JsonObject;
}

/** Whose side conversation a line belongs to: an agent's id, or unknown in older versions. */
export interface AgentOf {
  readonly id: string | null;
}

/** What a line of a session is to the conversation. */
export type SessionEntry = EntryFacts &
  (
    | {
        readonly kind: "message";
        readonly drafts: readonly MessageDraft[];
        /** The id that the lines of one reply share; `null` for other messages. */
        readonly replyId: string | null;
        /** Whether the user wrote it: only such a line can start a branch. */
        readonly isPrompt: boolean;
      }
    /** The context starts anew here. `keeps`: lines before it that stay in the context. */
    | {
        readonly kind: "split";
        readonly by: "clear" | "compaction";
        readonly keeps: readonly string[];
      }
    /** A hook blocked a prompt; its text, where the line has it. */
    | { readonly kind: "blocked"; readonly prompt: string | null }
    /** Something that is not said; it only links the lines around it. `what`: for the count of such lines. */
    | { readonly kind: "link"; readonly what: string }
  );

/** The facts of a line. */
export function entryFacts(raw: JsonObject, line: number): EntryFacts {
  const parent = memberOf(raw, "parentUuid");
  const isSide = memberOf(raw, "isSidechain") === true;
  return {
    line,
    uuid: textMember(raw, "uuid"),
    parent: typeof parent === "string" || parent === null ? parent : undefined,
    sessionId: textMember(raw, "sessionId"),
    agent: isSide ? { id: textMember(raw, "agentId") } : null,
    raw,
  };
}

/** The lines that a compaction says it keeps word for word. */
export function keptLines(raw: JsonObject): readonly string[] {
  const metadata = memberOf(raw, "compactMetadata");
  const messages = memberOf(metadata, "preservedMessages");
  const segment = memberOf(metadata, "preservedSegment");
  const named = isObject(segment) ? Object.values(segment) : [];
  const kept = [...arrayMember(messages, "uuids"), ...arrayMember(messages, "allUuids"), ...named];
  return kept.filter((uuid) => typeof uuid === "string");
}
