import type { SourceIssue } from "./source-issue.ts";
import type { TreeNode } from "./yaml-tree.ts";

/** A YAML file as a plain value, with where each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** What is wrong whatever the schema says, such as a key that stands twice. */
  readonly issues: readonly SourceIssue[];
  /** The entry at a path, or null if the file has none there. */
  at(path: readonly PropertyKey[]): TreeNode | null;
  /** An issue at an offset of the text, in UTF-16 code units. */
  issue(offset: number, path: readonly PropertyKey[], message: string): SourceIssue;
}
