import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  parseJson,
  type TranscriptMessage,
  textMember,
} from "../../core/index.ts";
import type { ByteSource, TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { chatMessages } from "../inspect/chat-message.ts";
import { chained, lastId } from "../reading/chain.ts";
import { firstValue } from "../reading/head.ts";
import { type SplitEnd, splitJson } from "../reading/split-json.ts";
import { type Replay, startReplay } from "./replay.ts";

/**
 * Transcripts of Petri, version 3.0: edits, of which those that the target saw are replayed. What an
 * auditor rolled back is a branch, and the rollback a mark. Petri 3 itself writes Inspect logs.
 *
 * Source: https://github.com/safety-research/petri, its transcript schema and viewer of 2025: a rollback's
 * `to_id` stays itself, a JSON patch is of the list of messages
 */
export const petriTranscript: TranscriptFormat = {
  id: "petri",
  title: "Petri transcript",
  async recognises(_source, head) {
    const metadata = memberOf(firstValue(head), "metadata");
    const version = textMember(metadata, "version") ?? "";
    return textMember(metadata, "transcript_id") !== null && /^v3(?:\.|$)/.test(version);
  },
  async *read(source) {
    const replay = startReplay();
    const events: unknown[] = [];
    for await (const part of splitJson(source, ["events[*]"])) {
      if (part.kind === "end") {
        yield* ending(part, { source, replay, events });
        continue;
      }
      const name = `events[${part.indices.join("][")}]`;
      const parsed =
        part.kind === "skipped"
          ? ({ kind: "problem", reason: part.reason } as const)
          : parseJson(part.text);
      const problem = parsed.kind === "problem" ? parsed.reason : seen(parsed.value, replay);
      if (parsed.kind === "value") events.push(parsed.value);
      if (problem !== null) yield skip(`${name} cannot be read: ${problem}`);
    }
  },
};

const skip = (reason: string): TranscriptItem => ({ kind: "skipped", line: null, reason });

/** Takes in what the target saw of an event; why that cannot be told, or `null`. */
function seen(event: unknown, replay: Replay): string | null {
  if (!isObject(event)) return "it is not an object";
  if (event["type"] !== "transcript_event") return null;
  const { view } = event;
  const isTarget = Array.isArray(view) ? view.includes("target") : view === "target";
  return isTarget ? replay.edit(event["edit"], textMember(event, "timestamp")) : null;
}

interface Read {
  readonly source: ByteSource;
  readonly replay: Replay;
  readonly events: readonly unknown[];
}

function* ending(end: SplitEnd, read: Read): Generator<TranscriptItem> {
  if (end.problem !== null) yield skip(end.problem);
  const envelope: JsonObject = isObject(end.envelope) ? end.envelope : {};
  const { messages, leaf, problem } = conversationOf(envelope, read.replay);
  if (problem !== null && end.problem === null) yield skip(`the transcript holds ${problem}`);
  if (messages.length === 0) return;
  const metadata = memberOf(envelope, "metadata");
  const model = textMember(metadata, "target_model");
  const { name } = read.source;
  yield {
    kind: "transcript",
    transcript: {
      id: textMember(metadata, "transcript_id") ?? name,
      source: name,
      line: null,
      format: "petri",
      messages: messages.map((message) =>
        message.role === "assistant" ? { ...message, model: message.model ?? model } : message,
      ),
      leaf,
      marks: read.replay.marks,
      extra: { ...envelope, events: read.events },
    },
  };
}

interface Conversation {
  readonly messages: readonly TranscriptMessage[];
  readonly leaf: string | null;
  readonly problem: string | null;
}

/** What was replayed; of a file from before there were events, its list. */
function conversationOf(envelope: JsonObject, replay: Replay): Conversation {
  const { messages } = replay;
  if (messages.length > 0) {
    return { messages, leaf: replay.leaf() ?? lastId(messages), problem: null };
  }
  const legacy = chatMessages(arrayMember(envelope, "target_messages"));
  if (legacy.kind === "problem") return { messages: [], leaf: null, problem: legacy.reason };
  const list = chained(legacy.drafts);
  const problem = list.length === 0 ? "nothing that the target saw" : null;
  return { messages: list, leaf: lastId(list), problem };
}
