import { isCollection, isScalar, type Node } from "yaml";
import type { z } from "zod";
import { nearestName } from "./nearest-name.ts";
import { knownKeys, schemaAt } from "./schema-at.ts";
import type { SourceIssue } from "./source-issue.ts";
import type { YamlSource } from "./yaml-source.ts";
import { headOf, nameOfNode, offsetOf, short } from "./yaml-tree.ts";

type Issue = z.core.$ZodIssue;

/** What a schema found wrong, each issue with its place in the file. */
export function schemaIssues(
  issues: readonly Issue[],
  yaml: YamlSource,
  schema: z.ZodType,
): SourceIssue[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey([...issue.path, key], yaml, schema))
      : [placed(issue, yaml, schema)],
  );
}

/** An issue of a value, at the value; of something absent, at what it is absent from. */
export function issueAtPath(
  yaml: YamlSource,
  path: readonly PropertyKey[],
  message: string,
): SourceIssue {
  const entry = yaml.at(path);
  if (entry !== null) return yaml.issue(offsetOf(entry), path, message);
  const parent = yaml.at(path.slice(0, -1));
  return yaml.issue(parent === null ? 0 : headOf(parent), path, message);
}

function unknownKey(
  path: readonly PropertyKey[],
  yaml: YamlSource,
  schema: z.ZodType,
): SourceIssue {
  const known = knownKeys(schemaAt(schema, path.slice(0, -1)));
  const nearest = nearestName(String(path.at(-1)), known);
  const advice =
    nearest === null ? `the keys here are ${known.join(", ")}` : `did you mean ${nearest}?`;
  const entry = yaml.at(path);
  return yaml.issue(entry === null ? 0 : headOf(entry), path, `unknown key; ${advice}`);
}

function placed(issue: Issue, yaml: YamlSource, schema: z.ZodType): SourceIssue {
  const { path } = issue;
  const entry = yaml.at(path);
  if (issue.code === "invalid_key" && entry !== null) {
    const reason = issue.issues.map(({ message }) => message).join(", ");
    const key = JSON.stringify(short(String(path.at(-1))));
    return yaml.issue(headOf(entry), path, `the key ${key} ${reason}`);
  }
  if (entry === null && issue.code === "invalid_type") {
    const description = schemaAt(schema, path)?.description;
    const message = description === undefined ? "is missing" : `is missing (${description})`;
    return issueAtPath(yaml, path, message);
  }
  return issueAtPath(yaml, path, messageOf(issue, yaml));
}

function messageOf(issue: Issue, yaml: YamlSource): string {
  const node = yaml.at(issue.path)?.node ?? null;
  const given = nameOfNode(node);
  if (given === null) return "is empty";
  switch (issue.code) {
    case "invalid_type": {
      const quotes = issue.expected === "string" && isScalar(node) ? "; put it in quotes" : "";
      return `must be ${expectedNames.get(issue.expected) ?? issue.expected}, not ${given}${quotes}`;
    }
    case "too_small":
    case "too_big":
      return sizeMessage(issue, node, given);
    case "invalid_format":
      return `${issue.message}, not ${given}`;
    default:
      return issue.message;
  }
}

type SizeIssue = Extract<Issue, { readonly code: "too_small" | "too_big" }>;

function sizeMessage(issue: SizeIssue, node: Node | null, given: string): string {
  if (isCollection(node)) return `${issue.message}; has ${node.items.length}`;
  const isSmall = issue.code === "too_small";
  if (issue.origin !== "number" && issue.origin !== "int") {
    return isSmall ? "is empty" : issue.message;
  }
  const isOpen = issue.inclusive === false;
  const bound = isSmall
    ? `${isOpen ? "above" : "at least"} ${issue.minimum}`
    : `${isOpen ? "below" : "at most"} ${issue.maximum}`;
  return `must be ${bound}, not ${given}`;
}

const expectedNames: ReadonlyMap<string, string> = new Map([
  ["string", "text"],
  ["array", "a list"],
  ["object", "a map of keys"],
  ["record", "a map of keys"],
  ["boolean", "true or false"],
]);
