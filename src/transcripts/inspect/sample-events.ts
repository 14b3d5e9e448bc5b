import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  type TranscriptMark,
  textMember,
} from "../../core/index.ts";

/** When the messages of a sample were finished, by their ids, as its events say. */
export function messageTimes(sample: JsonObject): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  for (const event of eventsOf(sample)) {
    const id = messageIdOf(event);
    const at = textMember(event, "completed") ?? textMember(event, "timestamp");
    if (id !== null && at !== null) times.set(id, at);
  }
  return times;
}

/** A mark for each `compaction` event, after the last message before it that is one of the sample's. */
export function compactionMarks(
  sample: JsonObject,
  ids: ReadonlySet<string>,
): readonly TranscriptMark[] {
  let after: string | null = null;
  const marks: TranscriptMark[] = [];
  for (const event of eventsOf(sample)) {
    const id = messageIdOf(event);
    if (id !== null && ids.has(id)) after = id;
    if (event["event"] === "compaction") marks.push({ kind: "compaction", after });
  }
  return marks;
}

/**
 * What the model read and said at each call, root to answer. Only of samples that hold `branch` events: the
 * calls of others say nothing that their messages do not. A call's `input_refs` are ranges of
 * `events_data.messages`.
 */
export function* branchPaths(sample: JsonObject): Generator<readonly unknown[]> {
  const events = eventsOf(sample);
  if (!events.some(({ event }) => event === "branch")) return;
  const pool = arrayMember(sample["events_data"], "messages");
  for (const event of events) {
    const answer = answerOf(event);
    if (answer !== null) yield [...inputOf(event, pool), answer];
  }
}

const eventsOf = (sample: JsonObject) => arrayMember(sample, "events").filter(isObject);

/** Id of the message that an event gave: a model's answer, or a tool's. */
function messageIdOf(event: JsonObject): string | null {
  return event["event"] === "tool"
    ? textMember(event, "message_id")
    : textMember(answerOf(event), "id");
}

/** The message that a finished call gave. */
function answerOf(event: JsonObject): JsonObject | null {
  if (event["event"] !== "model" || event["pending"] === true) return null;
  const message = memberOf(arrayMember(event["output"], "choices")[0], "message");
  return isObject(message) ? message : null;
}

function inputOf(event: JsonObject, pool: readonly unknown[]): readonly unknown[] {
  const ranges = event["input_refs"];
  if (!Array.isArray(ranges)) return arrayMember(event, "input");
  return ranges.flatMap((range: unknown) => {
    const [start, end]: readonly unknown[] = Array.isArray(range) ? range : [];
    return typeof start === "number" && typeof end === "number" ? pool.slice(start, end) : [];
  });
}
