import type { TranscriptMessage, TranscriptRole } from "../../core/index.ts";

/** A message as read, before it has its place. What is left out has the usual value of a log. */
export type MessageDraft = Pick<TranscriptMessage, "role" | "parts"> & Partial<TranscriptMessage>;

/** A message from what is known of it; a log's messages are `imported` unless said otherwise. */
export function messageOf(
  draft: MessageDraft & Pick<TranscriptMessage, "id" | "parent">,
): TranscriptMessage {
  return {
    provenance: "imported",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
    ...draft,
  };
}

/**
 * Messages of a log that is a list: each follows the one before. A message without an id, or with one that
 * was there before, gets its place: `m0`, `m1`, ….
 */
export function chained(drafts: readonly MessageDraft[]): readonly TranscriptMessage[] {
  const idFor = uniqueIds();
  const messages: TranscriptMessage[] = [];
  for (const [place, draft] of drafts.entries()) {
    const id = idFor(draft.id ?? `m${place}`);
    messages.push(messageOf({ ...draft, id, parent: messages.at(-1)?.id ?? null }));
  }
  return messages;
}

/** Id of the last message; `null` if there are none. The leaf of a list. */
export function lastId(messages: readonly TranscriptMessage[]): string | null {
  return messages.at(-1)?.id ?? null;
}

/** Gives every id once: the wanted one, or, when that is taken, the same with `#2`, `#3`, …. */
export function uniqueIds(): (wanted: string) => string {
  const counts = new Map<string, number>();
  return (wanted) => {
    let id = wanted;
    let count = counts.get(wanted) ?? 0;
    while (counts.has(id)) id = `${wanted}#${++count + 1}`;
    counts.set(wanted, count);
    if (id !== wanted) counts.set(id, 0);
    return id;
  };
}

const roles: ReadonlyMap<string, TranscriptRole> = new Map(
  Object.entries({
    system: "system",
    developer: "system",
    user: "user",
    human: "user",
    assistant: "assistant",
    gpt: "assistant",
    chatgpt: "assistant",
    bot: "assistant",
    model: "assistant",
    ai: "assistant",
    tool: "tool",
    function: "tool",
    observation: "tool",
  }),
);

/** The role that a log's name for a speaker means, upper and lower case alike; `null` if it is not known. */
export function roleNamed(name: unknown): TranscriptRole | null {
  return typeof name === "string" ? (roles.get(name.toLowerCase()) ?? null) : null;
}
