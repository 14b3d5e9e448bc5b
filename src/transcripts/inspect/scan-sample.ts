import type { JsonObject, ScanRecord, TranscriptMark } from "../../core/index.ts";
import type { ScannedConversation } from "../../ports/index.ts";
import { writtenMessages } from "./written-messages.ts";

/** What a sample gets beside its conversation. */
export interface SampleFacts {
  /** Unique in the log, and fit for a member's name. */
  readonly id: string;
  /** The file's name as people may see it. */
  readonly shownSource: string;
  /** Time of what the log gives no time for, in ISO 8601. */
  readonly now: string;
}

/** Name of the score that a sample gets, and of the scorer. */
export const scoreName = "flip_probability";
export const scorerName = "turncoat";

/**
 * A scanned conversation as an Inspect EvalSample: its flip probability is the score; the belief at each
 * assistant turn that was scored is an intermediate `score` event, P(turned) from 0 to 1, the evidence in
 * nats in its metadata; a turn without a score is an `info` event that says why. The whole record is in
 * `metadata.turncoat`.
 */
export function scanSample(
  { record, transcript, path }: ScannedConversation,
  { id, shownSource, now }: SampleFacts,
): JsonObject {
  const messages = writtenMessages(path.messages, transcript.format);
  const asked = messages.find(({ role }) => role === "user")?.["content"];
  const answer = messages.findLast(({ role }) => role === "assistant");
  const model = path.messages.findLast(({ role }) => role === "assistant")?.model ?? "";
  const { source: _, ...rest } = record;
  return {
    id,
    epoch: 1,
    input: typeof asked === "string" ? asked : "",
    target: "",
    messages,
    output: {
      model,
      choices: answer === undefined ? [] : [{ message: answer, stop_reason: "unknown" }],
    },
    ...scoreOf(record),
    metadata: {
      turncoat: {
        record: { ...rest, source: shownSource },
        transcript: { id: transcript.id, format: transcript.format, line: transcript.line },
        isInForce: path.isInForce,
      },
    },
    store: {},
    events: eventsOf({ record, transcript, path }, now),
    model_usage: {},
    attachments: {},
  };
}

/** No score at all where there is none: Inspect would take NaN for one. */
function scoreOf(record: ScanRecord): JsonObject {
  const { flipProbability, reason, flipTurn, flipTurnCredible, recovered, remedy, labels } = record;
  if (flipProbability === null) return { scores: {} };
  const metadata = { flipTurn, flipTurnCredible, recovered, remedy, labels };
  return { scores: { [scoreName]: { value: flipProbability, explanation: reason, metadata } } };
}

function eventsOf(
  { record, transcript, path }: ScannedConversation,
  now: string,
): readonly JsonObject[] {
  const places = new Map(path.messages.map(({ id }, place) => [id, place]));
  const marks = transcript.marks.flatMap((mark) => {
    const place = mark.after === null ? -1 : places.get(mark.after);
    return place === undefined ? [] : [{ place, event: markEvent(mark) }];
  });
  const turns = record.turns
    .filter(({ role }) => role === "assistant")
    .map((turn) => ({ place: turn.turn, event: turnEvent(turn) }));
  return [...turns, ...marks]
    .sort((one, other) => one.place - other.place)
    .map(({ place, event }) => ({
      ...event,
      timestamp: timeOf(path.messages[Math.max(0, place)]?.at ?? null, now),
      working_start: 0,
    }));
}

function turnEvent({ turn, evidenceNats, unscored, belief }: ScanRecord["turns"][number]) {
  if (evidenceNats === null) {
    const reason = unscored ?? "no score";
    return { event: "info", source: scorerName, data: { turn, unscored: reason, belief } };
  }
  const metadata = { turn, evidenceNats, belief };
  return {
    event: "score",
    intermediate: true,
    scorer: scorerName,
    score: { value: belief.turned, metadata },
  };
}

function markEvent({ kind }: TranscriptMark): JsonObject {
  return kind === "compaction"
    ? { event: "compaction", type: "summary", source: scorerName }
    : { event: "info", source: scorerName, data: { mark: kind } };
}

/** A log's own time where it can be read as one. */
function timeOf(at: string | null, now: string): string {
  const milliseconds = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(milliseconds) ? now : new Date(milliseconds).toISOString();
}
