import { z } from "zod";
import type { TranscriptMessage, TranscriptRole } from "../core/index.ts";
import type { TurnToScore } from "../ports/index.ts";

const name = z.string().min(1);

/** One line of a file of labels. */
const lineSchema = z.strictObject({
  reply: z.string(),
  question: z.string().optional(),
  label: z.union([z.boolean(), z.enum(["off", "on"]), z.number().min(0).max(1)], {
    error: 'takes true or "off", false or "on", or the share of raters who say off, from 0 to 1',
  }),
  group: name.optional(),
  conversation: name.optional(),
  turn: z.int().min(0).optional(),
});

type Line = z.output<typeof lineSchema>;

/** A turn with its label. */
export interface LabelledReply {
  /** From 1. */
  readonly line: number;
  readonly turn: TurnToScore;
  /** Whether it is off-profile. */
  readonly turned: boolean;
  /** Group, else conversation, else question, else line; what is kept whole when a map is tried out. */
  readonly group: string;
  readonly conversation: string | null;
}

/** A line that cannot be used, and why. */
export interface SkippedLine {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** What a file of labels holds. */
export interface LabelledReplies {
  readonly replies: readonly LabelledReply[];
  readonly skipped: readonly SkippedLine[];
}

/**
 * Reads labelled turns, one JSON object a line. Empty lines are passed over; a line that cannot be used is
 * told with its number and its reason, and the others are read on.
 */
export function labelledReplies(text: string): LabelledReplies {
  const replies: LabelledReply[] = [];
  const skipped: SkippedLine[] = [];
  const places = new Map<string, number>();
  for (const [index, content] of text
    .replace(/^\ufeff/, "")
    .split("\n")
    .entries()) {
    if (content.trim() === "") continue;
    const line = index + 1;
    const read = readLine(content);
    const reason = read.value === null ? read.reason : repeated(read.value, line, places);
    if (read.value !== null && reason === null) replies.push(labelled(read.value, line));
    else skipped.push({ line, reason: reason ?? "cannot be read" });
  }
  return { replies, skipped };
}

type Read =
  | { readonly value: Line; readonly reason: null }
  | { readonly value: null; readonly reason: string };

function readLine(content: string): Read {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return { value: null, reason: "not JSON" };
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) return { value: null, reason: issuesOf(parsed.error) };
  if (parsed.data.label === 0.5) {
    return { value: null, reason: "a label of 0.5 speaks for neither side" };
  }
  return { value: parsed.data, reason: null };
}

function issuesOf({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => {
      const [key] = path;
      return key === undefined ? message : `${String(key)}: ${message}`;
    })
    .join("; ");
}

/** A turn labelled twice would count twice. */
function repeated(
  { conversation, turn }: Line,
  line: number,
  places: Map<string, number>,
): string | null {
  if (conversation === undefined || turn === undefined) return null;
  const place = JSON.stringify([conversation, turn]);
  const before = places.get(place);
  if (before !== undefined) {
    return `turn ${turn} of ${conversation} has a label already, on line ${before}`;
  }
  places.set(place, line);
  return null;
}

function labelled(line: Line, number: number): LabelledReply {
  const path = pathOf(line);
  return {
    line: number,
    turn: { path, at: path.length - 1 },
    turned: isTurned(line.label),
    group: groupOf(line, number),
    conversation: line.conversation ?? null,
  };
}

function isTurned(label: Line["label"]): boolean {
  if (typeof label === "number") return label > 0.5;
  return label === true || label === "off";
}

/** Of different kinds never one name, e.g. a question that reads like a group. */
function groupOf({ group, conversation, question }: Line, line: number): string {
  if (group !== undefined) return `group ${group}`;
  if (conversation !== undefined) return `conversation ${conversation}`;
  return question === undefined ? `line ${line}` : `question ${question}`;
}

/** The reply as the end of a conversation: the question before it, if there is one. */
function pathOf({ question, reply }: Line): readonly TranscriptMessage[] {
  const said: (readonly [TranscriptRole, string])[] = [
    ...(question === undefined || question === "" ? [] : [["user", question] as const]),
    ["assistant", reply],
  ];
  return said.map(([role, text], index) => ({
    id: String(index),
    parent: index === 0 ? null : String(index - 1),
    role,
    parts: [{ kind: "text", text }],
    provenance: "imported",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
  }));
}
