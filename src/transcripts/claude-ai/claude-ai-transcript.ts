import {
  type JsonObject,
  memberOf,
  type Transcript,
  type TranscriptMessage,
  textMember,
  without,
} from "../../core/index.ts";
import { chained, lastId, type MessageDraft, messageOf } from "../reading/chain.ts";
import { editMarks } from "../reading/edit-marks.ts";
import { mendParents } from "../reading/mend-parents.ts";
import { claudeAiMessage } from "./claude-ai-message.ts";

/** What a first message names as its parent. */
const rootParent = "00000000-0000-4000-8000-000000000000";

interface Linked {
  readonly draft: MessageDraft;
  /** `null` for a root, `undefined` where the export names none. */
  readonly parent: string | null | undefined;
}

/**
 * One conversation of a Claude.ai export: all branches, the one that ends at
 * `current_leaf_message_uuid` in force, else that of the last message. Older exports name no parents, and
 * a graph may be broken: then the messages follow each other as given.
 *
 * @returns the reason if it is no conversation
 */
export function claudeAiTranscript(
  value: JsonObject,
  { source, place }: { readonly source: string; readonly place: string },
): Transcript | string {
  const given = memberOf(value, "chat_messages");
  if (!Array.isArray(given)) return `${place}: the conversation has no chat_messages`;
  const linked = given.flatMap((one: unknown): readonly Linked[] => {
    const draft = claudeAiMessage(one);
    return draft === null ? [] : [{ draft, parent: parentOf(one) }];
  });
  const messages = treeOf(linked) ?? chained(linked.map(({ draft }) => draft));
  const leaf = textMember(value, "current_leaf_message_uuid");
  const isThere = messages.some(({ id }) => id === leaf);
  const others = given.filter((one) => claudeAiMessage(one) === null);
  return {
    id: textMember(value, "uuid") ?? place,
    source,
    line: null,
    format: "claude-ai",
    messages,
    leaf: isThere ? leaf : lastId(messages),
    marks: editMarks(messages),
    extra: {
      ...without(value, ["chat_messages"]),
      // What stood among the messages and is none.
      ...(others.length === 0 ? {} : { chat_messages: others }),
    },
  };
}

function parentOf(message: unknown): string | null | undefined {
  const parent = memberOf(message, "parent_message_uuid");
  if (parent === null || parent === rootParent) return null;
  return typeof parent === "string" && parent !== "" ? parent : undefined;
}

/** `null` if the messages do not form a tree. */
function treeOf(linked: readonly Linked[]): readonly TranscriptMessage[] | null {
  const ids = new Set(linked.map(({ draft }) => draft.id));
  if (ids.size !== linked.length) return null;
  const messages: TranscriptMessage[] = [];
  for (const { draft, parent } of linked) {
    const { id } = draft;
    const place = messages.length === 0 && !ids.has(parent ?? undefined) ? null : parent;
    if (id === undefined || place === undefined || !(place === null || ids.has(place))) return null;
    messages.push(messageOf({ ...draft, id, parent: place }));
  }
  // What has to be mended is no tree.
  return mendParents(messages) === messages ? messages : null;
}
