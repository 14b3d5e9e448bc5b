import { type TranscriptMessage, textMember } from "../../core/index.ts";
import { chained, type MessageDraft, messageOf, uniqueIds } from "../reading/chain.ts";

/** Calls that read on and on what came before repeat it: in all, so many messages of paths are followed. */
const mostSteps = 5_000_000;

/**
 * A sample's messages as a tree: its own list is the branch in force; other paths that start with the same
 * message, as calls of rolled-back branches do, fork off where they differ. Messages are the same when their
 * ids and all before them are; a path with a message that has no id cannot be placed and is left out.
 *
 * @param paths  messages as the log has them, root to leaf
 * @param draftOf  reads one of them; `null` if it is none, which ends its path
 */
export function sampleTree(
  trunk: readonly MessageDraft[],
  paths: Iterable<readonly unknown[]>,
  draftOf: (raw: unknown) => MessageDraft | null,
): readonly TranscriptMessage[] {
  const messages = [...chained(trunk)];
  const tree: GrowingTree = { messages, children: childrenIndex(), idFor: uniqueIds(), draftOf };
  for (const [place, { id, parent }] of messages.entries()) {
    tree.idFor(id);
    tree.children.add(parent, trunk[place]?.id ?? id, id);
  }
  let steps = 0;
  for (const path of paths) {
    const ids = path.map((raw) => textMember(raw, "id") ?? "");
    if (ids.includes("") || tree.children.find(null, ids[0] ?? "") === null) continue;
    steps += path.length;
    if (steps > mostSteps) break;
    follow(tree, path, ids);
  }
  return messages;
}

interface GrowingTree {
  readonly messages: TranscriptMessage[];
  readonly children: ReturnType<typeof childrenIndex>;
  readonly idFor: (wanted: string) => string;
  readonly draftOf: (raw: unknown) => MessageDraft | null;
}

/** Walks along what is there and puts down what is not. */
function follow(tree: GrowingTree, path: readonly unknown[], ids: readonly string[]): void {
  let parent: string | null = null;
  for (const [place, wanted] of ids.entries()) {
    let id = tree.children.find(parent, wanted);
    if (id === null) {
      const draft = tree.draftOf(path[place]);
      if (draft === null) return;
      id = tree.idFor(wanted);
      tree.messages.push(messageOf({ ...draft, id, parent }));
      tree.children.add(parent, wanted, id);
    }
    parent = id;
  }
}

/** Which message follows which, by the log's own ids. */
function childrenIndex() {
  const byParent = new Map<string | null, Map<string, string>>();
  return {
    find: (parent: string | null, wanted: string) => byParent.get(parent)?.get(wanted) ?? null,
    add(parent: string | null, wanted: string, id: string): void {
      const siblings = byParent.get(parent) ?? new Map<string, string>();
      byParent.set(parent, siblings.set(wanted, id));
    },
  };
}
