/**
 * Where a message came from. `generated`: sampled from the subject in this run; `planted`: written by
 * the experimenter; `imported`: read from a log; `operator`: inserted by a human operator.
 */
export type Provenance = "generated" | "planted" | "imported" | "operator";

/** Who speaks. */
export type Role = "system" | "user" | "assistant";

/** One message of a path through a conversation. */
export interface Message {
  readonly role: Role;
  readonly text: string;
  readonly provenance: Provenance;
}

/** A message in a tree: branches share their ancestors and differ after them. */
export interface TreeMessage extends Message {
  readonly id: string;
  /** `null` for a root. */
  readonly parent: string | null;
}

/** A conversation as a tree of messages. Order of the array carries no meaning. */
export interface Conversation {
  readonly messages: readonly TreeMessage[];
}

/** Root to leaf, as a model would read it. */
export type Path = readonly Message[];

/** What a tree is made of: a message that names the one before it. */
export interface TreeNode {
  readonly id: string;
  /** `null` for a root. */
  readonly parent: string | null;
}

/**
 * The path that ends at a message.
 *
 * @throws RangeError if the leaf or an ancestor is missing, or the parents form a loop
 */
export function pathTo<Node extends TreeNode>(
  tree: { readonly messages: readonly Node[] },
  leaf: string,
): readonly Node[] {
  const byId = new Map(tree.messages.map((message) => [message.id, message]));
  const path: Node[] = [];
  let id: string | null = leaf;
  while (id !== null) {
    const message = byId.get(id);
    if (message === undefined) throw new RangeError(`no message has the id ${id}`);
    if (path.length > tree.messages.length) {
      throw new RangeError(`the parents of message ${leaf} form a loop`);
    }
    path.push(message);
    id = message.parent;
  }
  return path.reverse();
}
