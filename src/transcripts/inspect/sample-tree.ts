import type { TranscriptMessage } from "../../core/index.ts";
import { chained, type MessageDraft, messageOf, uniqueIds } from "../reading/chain.ts";

/**
 * A sample's messages as a tree: its own list is the branch in force; other paths that start with the same
 * message, as calls of rolled-back branches do, fork off where they differ. Messages are the same when their
 * ids and all before them are; a path with a message that has no id cannot be placed and is left out.
 */
export function sampleTree(
  trunk: readonly MessageDraft[],
  paths: readonly (readonly MessageDraft[])[],
): readonly TranscriptMessage[] {
  const messages = [...chained(trunk)];
  const idFor = uniqueIds();
  const children = new Map<string, string>();
  for (const [place, { id, parent }] of messages.entries()) {
    idFor(id);
    children.set(keyOf(parent, trunk[place]?.id ?? id), id);
  }
  for (const path of paths.filter((one) => isPlaced(one, children))) {
    let parent: string | null = null;
    for (const draft of path) {
      const wanted = draft.id ?? "";
      const key = keyOf(parent, wanted);
      const known = children.get(key);
      const id: string = known ?? idFor(wanted);
      if (known === undefined) messages.push(messageOf({ ...draft, id, parent }));
      children.set(key, id);
      parent = id;
    }
  }
  return messages;
}

const keyOf = (parent: string | null, id: string) => JSON.stringify([parent, id]);

function isPlaced(path: readonly MessageDraft[], children: ReadonlyMap<string, string>): boolean {
  const root = path[0]?.id;
  return (
    root !== undefined &&
    children.has(keyOf(null, root)) &&
    path.every(({ id }) => id !== undefined)
  );
}
