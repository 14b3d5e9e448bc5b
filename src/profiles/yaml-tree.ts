import { isMap, isScalar, isSeq, type Node } from "yaml";

/** A value in a YAML file, with where it stands. */
export interface TreeNode {
  /** From the top, e.g. `["items", 3, "wanted"]`. */
  readonly path: readonly (string | number)[];
  /** Null where a key has no value at all. */
  readonly node: Node | null;
  /** The key that leads here; null for the top and for entries of a list. */
  readonly key: Node | null;
}

/** Every value of a document, parents before children, in the order of the file. */
export function* treeNodes(top: Node | null): Generator<TreeNode> {
  // A stack of our own, turned around per level, so that depth costs no call frames.
  const waiting: TreeNode[] = [{ path: [], node: top, key: null }];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    yield entry;
    waiting.push(...childrenOf(entry).reverse());
  }
}

/** The text of a key; empty for a key that is not plain text, which the parser refuses. */
export function keyText(key: unknown): string {
  return isScalar(key) && typeof key.value === "string" ? key.value : "";
}

function childrenOf({ path, node }: TreeNode): TreeNode[] {
  if (isMap<Node, Node | null>(node)) {
    return node.items.map(({ key, value }) => ({
      path: [...path, keyText(key)],
      node: value,
      key,
    }));
  }
  if (!isSeq<Node>(node)) return [];
  return node.items.map((item, index) => ({ path: [...path, index], node: item, key: null }));
}

/** Where to point for a value: itself, or its key where nothing stands behind the key. */
export function offsetOf({ node, key }: TreeNode): number {
  const isEmpty = isScalar(node) && node.source === "";
  return (isEmpty ? key?.range?.[0] : undefined) ?? node?.range?.[0] ?? key?.range?.[0] ?? 0;
}

/** Where to point for something that a value lacks: its key, or its start where it has none. */
export function headOf({ node, key }: TreeNode): number {
  return key?.range?.[0] ?? node?.range?.[0] ?? 0;
}

/** What a person would call a value, e.g. `the number 1e3` or `a list`; null for nothing. */
export function nameOfNode(node: Node | null): string | null {
  if (isMap(node)) return "a map of keys";
  if (isSeq(node)) return "a list";
  if (!isScalar(node) || node.value === null) return null;
  const kind = typeof node.value === "string" ? "text" : typeof node.value;
  if (kind === "text") return `the text ${JSON.stringify(short(String(node.value)))}`;
  return kind === "boolean" ? `the yes-or-no value ${node.source}` : `the ${kind} ${node.source}`;
}

/** The first 40 characters, for quoting in a message. */
export function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
