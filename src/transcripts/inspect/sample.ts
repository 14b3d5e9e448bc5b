import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  textMember,
  without,
} from "../../core/index.ts";
import type { ByteSource, TranscriptItem } from "../../ports/index.ts";
import { lastId, type MessageDraft } from "../reading/chain.ts";
import { withAttachments } from "./attachments.ts";
import { chatMessage, chatMessages } from "./chat-message.ts";
import { branchPaths, compactionMarks, messageTimes } from "./sample-events.ts";
import { sampleTree } from "./sample-tree.ts";

/** Where a sample was found. */
export interface SamplePlace {
  readonly source: ByteSource;
  /** The log without its samples, as far as it could be read. */
  readonly log: JsonObject;
  /** The member of the archive, or the place in the list: for people. */
  readonly name: string;
  /** Makes the ids of a file's samples unique. */
  readonly idFor: (wanted: string) => string;
}

/** One EvalSample as a conversation; its scores, its error and all else stay in `extra`. */
export function sampleItem(
  value: unknown,
  { source, log, name, idFor }: SamplePlace,
): TranscriptItem {
  if (!isObject(value)) return skipped(name, "is not an object");
  const attachments = isObject(value["attachments"]) ? value["attachments"] : {};
  const resolve = (part: unknown) => withAttachments(part, attachments);
  const read = chatMessages(listOf(resolve(conversationOf(value))));
  if (read.kind === "problem") return skipped(name, `cannot be read: ${read.reason}`);

  const times = messageTimes(value);
  const model = textMember(value["output"], "model") ?? textMember(log["eval"], "model");
  const known = (draft: MessageDraft): MessageDraft => ({
    ...draft,
    at: draft.id === undefined ? null : (times.get(draft.id) ?? null),
    model: draft.role === "assistant" ? (draft.model ?? model) : null,
  });
  const trunk = read.drafts.map(known);
  const messages = sampleTree(trunk, branchPaths(value), (raw) => {
    const draft = chatMessage(resolve(raw));
    return draft === null ? null : known(draft);
  });
  return {
    kind: "transcript",
    transcript: {
      id: idFor(sampleId(value, name)),
      source: source.name,
      line: null,
      format: "inspect",
      messages,
      leaf: lastId(messages.slice(0, trunk.length)),
      marks: compactionMarks(value, new Set(messages.map(({ id }) => id))),
      extra: { ...without(value, ["messages"]), log },
    },
  };
}

const skipped = (name: string, fact: string): TranscriptItem => ({
  kind: "skipped",
  line: null,
  reason: `${name} ${fact}`,
});

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * The messages of a sample; of one that ended before it noted any, what it was asked and the answer that
 * it got.
 */
function conversationOf(sample: JsonObject): readonly unknown[] {
  const messages = arrayMember(sample, "messages");
  if (messages.length > 0) return messages;
  const { input } = sample;
  const asked =
    typeof input === "string" && input !== ""
      ? [{ role: "user", content: input, source: "input" }]
      : arrayMember(sample, "input");
  const answer = memberOf(arrayMember(sample["output"], "choices")[0], "message");
  return isObject(answer) ? [...asked, answer] : asked;
}

/** As Inspect names the sample's file: `<id>_epoch_<n>`. */
function sampleId(sample: JsonObject, name: string): string {
  const id = sample["id"];
  const epoch = sample["epoch"];
  if (typeof id !== "string" && typeof id !== "number") return name;
  return `${id}_epoch_${typeof epoch === "number" ? epoch : 1}`;
}
