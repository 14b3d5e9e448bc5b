import { type Provenance, pathTo, type Role } from "./conversation.ts";

/** Who speaks in a log: the roles of a chat, and tools that answer. */
export type TranscriptRole = Role | "tool";

/** Text that the other side reads. */
export interface TextPart {
  readonly kind: "text";
  readonly text: string;
}

/** The model's own thinking, where the log keeps it. Not said to anybody. */
export interface ReasoningPart {
  readonly kind: "reasoning";
  readonly text: string;
}

/** The model asks for a tool. */
export interface ToolCallPart {
  readonly kind: "tool-call";
  /** Pairs the call with its result; `null` where the log gives none. */
  readonly callId: string | null;
  readonly name: string;
  /** The arguments as JSON text, or as the log has them. */
  readonly input: string;
}

/** What a tool gave back. */
export interface ToolResultPart {
  readonly kind: "tool-result";
  readonly callId: string | null;
  readonly name: string | null;
  readonly output: string;
  /** Whether the log marks it as an error; `null` where it does not say. */
  readonly isError: boolean | null;
  /** Exit status of a command, where the log gives one. */
  readonly exitCode: number | null;
}

/** Something else: an image, a file, a block of a later version. Its bytes stay in `extra`. */
export interface OtherPart {
  readonly kind: "other";
  /** What the log calls it. */
  readonly type: string;
}

/** One piece of a message of a log. */
export type TranscriptPart = TextPart | ReasoningPart | ToolCallPart | ToolResultPart | OtherPart;

/** One message of a log. Messages form a tree: a rewind or a regeneration makes a branch. */
export interface TranscriptMessage {
  /** Unique in its transcript: the log's own, or made from the place. */
  readonly id: string;
  /** `null` for a root. */
  readonly parent: string | null;
  readonly role: TranscriptRole;
  /** In order; empty for a message without content. */
  readonly parts: readonly TranscriptPart[];
  readonly provenance: Provenance;
  /** When, as the log says it; `null` where it does not. */
  readonly at: string | null;
  /** The model that wrote it; `null` where the log does not say. */
  readonly model: string | null;
  /** False for what stands in the log and never reached the model (a blocked prompt): never counted. */
  readonly reachedModel: boolean;
  /** Line of the file, from 1; `null` in formats that are one document. */
  readonly line: number | null;
  /** What the format holds beyond this, verbatim, so that it can be written back. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What a user or a tool did to the conversation: a natural sign that it had gone bad, or was full. */
export interface TranscriptMark {
  readonly kind: "rewind" | "clear" | "compaction";
  /** Id of the last message before it; `null` at the start. */
  readonly after: string | null;
}

/** One conversation of a log. */
export interface Transcript {
  /** The record's own id, or its place, e.g. `chats.jsonl:12`. */
  readonly id: string;
  /** The file's name as people know it. */
  readonly source: string;
  /** First line of the record, from 1; `null` in formats that are one document. */
  readonly line: number | null;
  /** Id of the format it was read in. */
  readonly format: string;
  readonly messages: readonly TranscriptMessage[];
  /** Id of the last message of the branch in force; `null` only when there are no messages. */
  readonly leaf: string | null;
  readonly marks: readonly TranscriptMark[];
  /** What the format holds beyond this (title, tools, folder, scores), verbatim. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** One way through a transcript, root to leaf. */
export interface TranscriptPath {
  /** The transcript's id for the branch in force; else the same with `~` and the leaf's id. */
  readonly id: string;
  readonly isInForce: boolean;
  readonly messages: readonly TranscriptMessage[];
}

/**
 * Every path of a transcript, the branch in force first, then abandoned branches in order of the file.
 * Messages that never reached the model are left out, what follows them stays. Linear in the messages of
 * all paths together.
 *
 * @throws RangeError if an ancestor is missing or the parents form a loop
 */
export function pathsOf(transcript: Transcript): readonly TranscriptPath[] {
  const { messages, leaf } = transcript;
  if (leaf === null) return [];
  const parents = new Set(messages.map(({ parent }) => parent));
  const others = messages.filter(({ id }) => !parents.has(id) && id !== leaf);
  // A leaf in force may have abandoned children; those branches are leaves of their own.
  return [leaf, ...others.map(({ id }) => id)].map((end) => ({
    id: end === leaf ? transcript.id : `${transcript.id}~${end}`,
    isInForce: end === leaf,
    messages: pathTo(transcript, end).filter(({ reachedModel }) => reachedModel),
  }));
}

/** The text of a message that the other side reads, parts joined by blank lines; empty if it has none. */
export function textOf({ parts }: Pick<TranscriptMessage, "parts">): string {
  return parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("\n\n");
}
