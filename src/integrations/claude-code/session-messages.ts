import type { Digest, WireMessage } from "../../contain/index.ts";
import { pathsOf, type Transcript, type TranscriptMessage, textOf } from "../../core/index.ts";

/** Which thread of a transcript file is meant. */
export interface ThreadWanted {
  /** `null` for the main one. */
  readonly agent: string | null;
  /** What the event says was said last; `null` where it does not. */
  readonly lastReply: string | null;
}

/** Id of a reply that an event tells of and the transcript does not hold yet. */
export const unwrittenId = "not-written-yet";

/**
 * The conversation in force, from a file's transcripts: what a rewind left is no part of it, nor what stands before the
 * last clear. What stands before a compaction is: its summary carries it on. The file may lag behind the event, so
 * that the last reply is put to its end where it is missing.
 */
export function sessionMessages(
  transcripts: readonly Transcript[],
  { agent, lastReply }: ThreadWanted,
): readonly TranscriptMessage[] {
  let messages: TranscriptMessage[] = [];
  for (const transcript of transcripts.filter((one) => isOfThread(one, agent))) {
    messages.push(...(pathsOf(transcript)[0]?.messages ?? []));
    if (transcript.marks.some(({ kind }) => kind === "clear")) messages = [];
  }
  if (lastReply === null || lastReply.trim() === "" || isWritten(messages, lastReply)) {
    return messages;
  }
  return [...messages, unwritten(messages.at(-1)?.id ?? null, lastReply)];
}

/** Threads of subagents are named after their session and a slash. */
function isOfThread({ id }: Transcript, agent: string | null): boolean {
  if (agent === null) return !id.includes("/agent-") && !id.includes("/sidechain-");
  return id.replace(/#\d+$/, "").endsWith(`/agent-${agent}`);
}

/** Whether a reply since the last prompt says it; a reply's texts may be blocks of one message, or lines of several. */
function isWritten(messages: readonly TranscriptMessage[], reply: string): boolean {
  const prompt = messages.findLastIndex(isPrompt);
  const said = messages.slice(prompt + 1).filter(({ role }) => role === "assistant");
  const wanted = plain(reply);
  return said.some((message) => plain(textOf(message)).includes(wanted));
}

const plain = (text: string) => text.replace(/\s+/g, " ").trim();

function unwritten(parent: string | null, text: string): TranscriptMessage {
  return {
    id: unwrittenId,
    parent,
    role: "assistant",
    parts: [{ kind: "text", text }],
    provenance: "imported",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
  };
}

/** Whether a person, not the program or a tool, said it. */
export function isPrompt({ role, provenance }: TranscriptMessage): boolean {
  return role === "user" && provenance !== "operator";
}

/** Messages with their places: a digest over each and all before it, thoughts left out. */
export function linkedMessages(
  messages: readonly TranscriptMessage[],
  digest: Digest,
): readonly WireMessage[] {
  let link = "";
  return messages.map((message, element) => {
    const parts = message.parts.filter(({ kind }) => kind !== "reasoning");
    link = digest(JSON.stringify([link, message.role, parts]));
    return { message, element, link, isSigned: false };
  });
}
