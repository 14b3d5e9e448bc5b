import {
  isObject,
  type JsonObject,
  memberOf,
  type Transcript,
  type TranscriptMessage,
  textMember,
  without,
} from "../../core/index.ts";
import { lastId } from "../reading/chain.ts";
import { editMarks } from "../reading/edit-marks.ts";
import { mendParents } from "../reading/mend-parents.ts";
import { chatgptMessage } from "./chatgpt-message.ts";

/** A conversation's tree: the nodes that hold messages, and those that hold none. */
interface Tree {
  readonly messages: readonly TranscriptMessage[];
  /** Placeholders such as the root, verbatim. */
  readonly emptyNodes: JsonObject;
  /** The nearest node at or above one that holds a message; `null` at the root. */
  readonly messageAt: (id: string | null) => string | null;
}

/** What {@link chatgptTranscript} is told beside the conversation. */
export interface ConversationPlace {
  readonly source: string;
  /** The conversation's id when it has none of its own. */
  readonly place: string;
}

/**
 * One conversation of a ChatGPT export: all branches, the one that ends at `current_node` in force. Where
 * that is missing, the branch of the last message in the file is.
 *
 * @returns the reason if it is no conversation
 */
export function chatgptTranscript(
  value: JsonObject,
  { source, place }: ConversationPlace,
): Transcript | string {
  const mapping = memberOf(value, "mapping");
  if (!isObject(mapping)) return `${place}: the conversation has no mapping`;
  const { messages, emptyNodes, messageAt } = treeOf(mapping);
  const current = messageAt(textMember(value, "current_node"));
  return {
    id: textMember(value, "conversation_id") ?? textMember(value, "id") ?? place,
    source,
    line: null,
    format: "chatgpt",
    messages,
    leaf: current ?? lastId(messages),
    marks: editMarks(messages),
    extra: { ...without(value, ["mapping"]), emptyNodes },
  };
}

function treeOf(mapping: JsonObject): Tree {
  const nodes = new Map(Object.entries(mapping));
  const holdsMessage = (id: string) => isObject(memberOf(nodes.get(id), "message"));
  const messageAt = (start: string | null) => {
    const passed = new Set<string>();
    let id = start;
    while (id !== null && nodes.has(id) && !holdsMessage(id) && !passed.has(id)) {
      passed.add(id);
      id = textMember(nodes.get(id), "parent");
    }
    return id !== null && nodes.has(id) && holdsMessage(id) ? id : null;
  };
  const messages: TranscriptMessage[] = [];
  const emptyNodes: [string, unknown][] = [];
  for (const [id, node] of nodes) {
    if (isObject(node) && holdsMessage(id)) {
      messages.push(chatgptMessage(id, parentOf(node, nodes, messageAt), node));
    } else emptyNodes.push([id, node]);
  }
  return { messages: mendParents(messages), emptyNodes: Object.fromEntries(emptyNodes), messageAt };
}

/** A parent that is nowhere is kept, to be mended by place. */
function parentOf(
  node: JsonObject,
  nodes: ReadonlyMap<string, unknown>,
  messageAt: (id: string | null) => string | null,
): string | null {
  const named = textMember(node, "parent");
  return named === null || nodes.has(named) ? messageAt(named) : named;
}
