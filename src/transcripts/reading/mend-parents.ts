import type { TranscriptMessage } from "../../core/index.ts";

/**
 * Messages whose parents exist and form no loop, as a tree must be, for logs that lost a line or were
 * tampered with: a message that names a missing one, or would close a loop, follows the message before it
 * in the file instead (none, if it comes first). Ids must be unique; order is kept. Linear.
 */
export function mendParents(messages: readonly TranscriptMessage[]): readonly TranscriptMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const mended = new Map<string, string | null>();
  /** Those that are known to lead to a root. */
  const sound = new Set<string>();
  let before: string | null = null;
  for (const message of messages) {
    const walk = new Set<string>();
    const broken = brokenLink(message, { byId, sound, walk });
    if (broken !== null) mended.set(broken, before);
    for (const id of walk) sound.add(id);
    before = message.id;
  }
  if (mended.size === 0) return messages;
  return messages.map((message) => {
    const parent = mended.get(message.id);
    return parent === undefined ? message : { ...message, parent };
  });
}

interface Walk {
  readonly byId: ReadonlyMap<string, TranscriptMessage>;
  readonly sound: ReadonlySet<string>;
  /** Filled with the ids that were passed. */
  readonly walk: Set<string>;
}

/** Walks towards the root; gives the message whose parent cannot be followed, `null` if all can. */
function brokenLink(start: TranscriptMessage, { byId, sound, walk }: Walk): string | null {
  let at = start;
  while (!sound.has(at.id)) {
    walk.add(at.id);
    if (at.parent === null) return null;
    const parent = byId.get(at.parent);
    if (parent === undefined || walk.has(parent.id)) return at.id;
    at = parent;
  }
  return null;
}
