import { isAlias, isCollection, isMap, isScalar, type Node } from "yaml";
import { unprintable } from "./decode-source.ts";
import type { SourceIssue } from "./source-issue.ts";
import type { YamlSource } from "./yaml-source.ts";
import { keyText, offsetOf, short, type TreeNode } from "./yaml-tree.ts";

/** Issues of single values that hold whatever the schema says. */
export interface NodeIssues {
  /** The file has no certain value: anchors, aliases, tags, directives. */
  readonly grave: readonly SourceIssue[];
  /** The value is certain, but it is not a good one. */
  readonly mild: readonly SourceIssue[];
}

/** What is wrong with the values of a file one by one. Linear in their number. */
export function nodeIssues(
  entries: readonly TreeNode[],
  text: string,
  issueAt: YamlSource["issue"],
): NodeIssues {
  const directive = /^%/m.exec(text.slice(0, text.search(/^[^%#\s]|^---/m)));
  const grave = entries.flatMap((entry) => {
    const message = [entry.key, entry.node].map(indirection).find((found) => found !== null);
    return message == null ? [] : [issueAt(offsetOf(entry), entry.path, message)];
  });
  if (directive !== null) {
    grave.push(issueAt(directive.index, [], "a % directive stands here; remove it"));
  }
  const mild = entries.flatMap((entry) => [
    ...oddKeys(entry, issueAt),
    ...doubtfulText(entry, issueAt),
  ]);
  return { grave, mild };
}

/** A few aliases of aliases can stand for gigabytes, and a tag for a value of any kind. */
function indirection(node: Node | null): string | null {
  if (isAlias(node)) return `*${short(node.source)} is an alias; write the value out`;
  if (!isScalar(node) && !isCollection(node)) return null;
  if (node.anchor !== undefined) return `&${short(node.anchor)} is an anchor; remove it`;
  return node.tag === undefined ? null : `${short(node.tag)} is a tag; remove it`;
}

function oddKeys({ node, path }: TreeNode, issueAt: YamlSource["issue"]): SourceIssue[] {
  if (!isMap<Node>(node)) return [];
  const first = new Map<string, number>();
  return node.items.flatMap(({ key }) => {
    const [name, offset] = [keyText(key), key.range?.[0] ?? 0];
    const before = first.get(name);
    if (before === undefined) first.set(name, offset);
    // Schemas pass over this one without a word.
    if (name === "__proto__") return [issueAt(offset, [...path, name], "cannot be a key here")];
    if (before === undefined) return [];
    const { line } = issueAt(before, [], "");
    return [issueAt(offset, [...path, name], `stands twice, first on line ${line}; keep one`)];
  });
}

/** Words that YAML 1.1, still the language of many readers, takes for true or false. */
const truthLike = /^(?:y|n|yes|no|on|off)$/i;

function doubtfulText(entry: TreeNode, issueAt: YamlSource["issue"]): SourceIssue[] {
  const { node, path } = entry;
  if (!isScalar(node) || typeof node.value !== "string") return [];
  const issue = (message: string) => [issueAt(offsetOf(entry), path, message)];
  if (node.type === "PLAIN" && truthLike.test(node.value)) {
    return issue(`${node.value} without quotes is true or false to many readers; put it in quotes`);
  }
  // Escapes in double quotes can make what the text itself may not hold.
  return unprintable.test(node.value) ? issue("has a control character; remove it") : [];
}
