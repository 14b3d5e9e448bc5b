import { LineCounter, type Node, parseDocument, type YAMLParseError } from "yaml";
import { decodeSource } from "./decode-source.ts";
import { nodeIssues } from "./node-issues.ts";
import type { SourceIssue } from "./source-issue.ts";
import { syntaxMessage } from "./syntax-message.ts";
import { beyondLimits } from "./yaml-limits.ts";
import type { YamlSource } from "./yaml-source.ts";
import { treeNodes } from "./yaml-tree.ts";

/** Outcome of {@link readYaml}. */
export type YamlReading =
  | { readonly kind: "read"; readonly yaml: YamlSource }
  | { readonly kind: "unreadable"; readonly issues: readonly SourceIssue[] };

/**
 * A file of YAML 1.2 (core schema) without anchors, aliases, tags, directives, tabs or a second
 * document. Never throws, whatever the bytes.
 */
export function readYaml(source: string | Uint8Array, file: string): YamlReading {
  const decoded = decodeSource(source, file);
  if (decoded.kind === "undecodable") return { kind: "unreadable", issues: [decoded.issue] };
  const { text } = decoded;
  const lines = lineStarts(text);
  const issueAt: YamlSource["issue"] = (offset, path, message) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line, column: col, path: path.join("."), message };
  };
  const beyond = beyondLimits(text);
  if (beyond !== null) {
    return { kind: "unreadable", issues: [issueAt(beyond.offset, [], beyond.message)] };
  }
  const tabs = tabIssues(text, issueAt);
  const document = parseDocument(text, {
    // Own checks stand in for these: unique keys cost quadratic time, pretty errors quote the file.
    uniqueKeys: false,
    prettyErrors: false,
    schema: "core",
    resolveKnownTags: false,
    stringKeys: true,
    logLevel: "error",
  });
  const top: Node | null = document.contents;
  const errors = syntaxIssues(document.errors, issueAt);
  const entries = [...treeNodes(top)];
  const { grave, mild } = nodeIssues(entries, text, issueAt);
  if (top === null && errors.length === 0) errors.push(issueAt(0, [], "is empty"));
  // Behind a fault of form the tree is a guess, and what the schema says of it would mislead.
  if (errors.length + grave.length > 0) {
    return { kind: "unreadable", issues: [...tabs, ...errors, ...grave] };
  }
  const index = new Map(entries.map((entry) => [placeKey(entry.path), entry]));
  return {
    kind: "read",
    yaml: {
      value: document.toJS({ maxAliasCount: 0 }),
      issues: [...tabs, ...mild],
      at: (path) => index.get(placeKey(path)) ?? null,
      issue: issueAt,
    },
  };
}

function placeKey(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

function lineStarts(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    lines.addNewLine(at + 1);
  }
  return lines;
}

/** One issue for all tabs: a file that is indented with them has hundreds. */
function tabIssues(text: string, issueAt: YamlSource["issue"]): SourceIssue[] {
  const first = text.indexOf("\t");
  if (first === -1) return [];
  const count = text.split("\t").length - 1;
  const more = count === 1 ? "" : ` (and ${count - 1} more in the file)`;
  return [issueAt(first, [], `a tab stands here${more}; use spaces`)];
}

function syntaxIssues(
  errors: readonly YAMLParseError[],
  issueAt: YamlSource["issue"],
): SourceIssue[] {
  // One fault of form often raises several errors at one place; the first is the telling one.
  const seen = new Set<number>();
  return errors.flatMap((error) => {
    const isRepeat = seen.has(error.pos[0]);
    seen.add(error.pos[0]);
    if (isRepeat || error.code === "TAB_AS_INDENT") return [];
    return [issueAt(error.pos[0], [], syntaxMessage(error))];
  });
}
