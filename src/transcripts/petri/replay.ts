import {
  arrayMember,
  isObject,
  memberOf,
  type TranscriptMark,
  type TranscriptMessage,
  textMember,
} from "../../core/index.ts";
import { chatMessage } from "../inspect/chat-message.ts";
import { type MessageDraft, messageOf, uniqueIds } from "../reading/chain.ts";
import { isSame, patched } from "./json-patch.ts";

/** A conversation that edits are applied to, one after another. */
export interface Replay {
  /**
   * Applies the edit of an event.
   *
   * @param at  when, as the event says
   * @returns why it could not be applied, the conversation as it was; `null` if it was
   */
  edit(edit: unknown, at: string | null): string | null;
  /** Every message that was ever there, those that were rolled back as branches. */
  readonly messages: readonly TranscriptMessage[];
  readonly marks: readonly TranscriptMark[];
  /** Id of the last message that is in force; `null` if none is. */
  leaf(): string | null;
}

interface Placed {
  readonly id: string;
  readonly raw: unknown;
}

/** Starts with an empty conversation. */
export function startReplay(): Replay {
  const idFor = uniqueIds();
  const messages: TranscriptMessage[] = [];
  const marks: TranscriptMark[] = [];
  const current: Placed[] = [];

  const place = (raw: unknown, at: string | null) => {
    const draft = petriMessage(raw);
    if (draft === null) return;
    const id = idFor(draft.id ?? `m${messages.length}`);
    messages.push(messageOf({ ...draft, id, at, parent: current.at(-1)?.id ?? null }));
    current.push({ id, raw });
  };

  return {
    messages,
    marks,
    leaf: () => current.at(-1)?.id ?? null,
    edit(edit, at) {
      const outcome = outcomeOf(current, edit);
      if (typeof outcome === "string") return outcome;
      const problem = problemOf(outcome.append);
      if (problem !== null) return problem;
      const last = current.at(-1);
      if (last !== undefined && outcome.keep < current.length) {
        marks.push({ kind: outcome.mark, after: last.id });
      }
      current.splice(outcome.keep);
      for (const raw of outcome.append) place(raw, at);
      return null;
    },
  };
}

/** What an edit leaves of a conversation, and puts after it. */
interface Outcome {
  readonly keep: number;
  readonly append: readonly unknown[];
  /** What it is called when it takes something away. */
  readonly mark: TranscriptMark["kind"];
}

function outcomeOf(current: readonly Placed[], edit: unknown): Outcome | string {
  switch (textMember(edit, "operation")) {
    case "add":
      return { keep: current.length, append: [memberOf(edit, "message")], mark: "rewind" };
    case "rollback": {
      const keep = lengthAfterRollback(current, edit);
      return typeof keep === "string" ? keep : { keep, append: [], mark: "rewind" };
    }
    case "reset":
      return becoming(current, arrayMember(edit, "new_messages"), "clear");
    case "json_patch": {
      const raws = patchedMessages(current, arrayMember(edit, "patch"));
      return typeof raws === "string" ? raws : becoming(current, raws, "rewind");
    }
    default:
      return `its operation is ${JSON.stringify(memberOf(edit, "operation") ?? null)}`;
  }
}

function becoming(
  current: readonly Placed[],
  raws: readonly unknown[],
  mark: TranscriptMark["kind"],
): Outcome {
  const place = current.findIndex(({ raw }, index) => !isSame(raw, raws[index]));
  const keep = place < 0 ? current.length : place;
  return { keep, append: raws.slice(keep), mark };
}

/** Petri's messages are Inspect's, and notes of role `info`, which no model sees. */
function petriMessage(raw: unknown): MessageDraft | null {
  if (memberOf(raw, "role") !== "info" || !isObject(raw)) return chatMessage(raw);
  const draft = chatMessage({ ...raw, role: "system" });
  return draft === null ? null : { ...draft, reachedModel: false, extra: raw };
}

function problemOf(raws: readonly unknown[]): string | null {
  const place = raws.findIndex((raw) => petriMessage(raw) === null);
  if (place < 0) return null;
  return `a message has the role ${JSON.stringify(memberOf(raws[place], "role") ?? null)}`;
}

/** How many messages stay, or why nobody can tell. The message of `to_id` stays itself. */
function lengthAfterRollback(current: readonly Placed[], edit: unknown): number | string {
  const target = textMember(edit, "to_id");
  if (target !== null) {
    const place = current.findIndex(({ raw }) => textMember(raw, "id") === target);
    return place < 0 ? `it rolls back to ${target}, which is not there` : place + 1;
  }
  const count = memberOf(edit, "count");
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) {
    return `it rolls back ${JSON.stringify(count ?? null)} messages`;
  }
  return Math.max(0, current.length - count);
}

/** A patch is of the list of messages, so `/0` is the first. */
function patchedMessages(
  current: readonly Placed[],
  operations: readonly unknown[],
): readonly unknown[] | string {
  try {
    const after = patched(
      current.map(({ raw }) => raw),
      operations,
    );
    if (!Array.isArray(after)) return "its patch leaves no list of messages";
    return after;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
