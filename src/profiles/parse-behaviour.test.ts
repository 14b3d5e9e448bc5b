import { expect, it } from "vitest";
import { parseBehaviour } from "./parse-behaviour.ts";
import { issueLine } from "./source-issue.ts";
import { starterBehaviour as starter, starterFile } from "./starter.ts";

/** Issues of the starter behaviour after some replacements, each of which has to hit. */
function issuesAfter(...changes: readonly (readonly [string | RegExp, string])[]): string[] {
  const text = changes.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    if (after === before) throw new RangeError(`nothing to replace for ${from}`);
    return after;
  }, starter);
  return issuesOf(text);
}

function issuesOf(source: string | Uint8Array, file = "my/concise.yaml"): string[] {
  const parsed = parseBehaviour(source, file);
  return parsed.kind === "parsed" ? [] : parsed.issues.map(issueLine);
}

/** Line of the first match, from 1. */
const lineOf = (part: string) => starter.slice(0, starter.indexOf(part)).split("\n").length;

it("finds nothing to mend in the starter behaviour", () => {
  expect(issuesOf(starter, starterFile)).toEqual([]);
  expect(issuesOf(starter.replaceAll("\n", "\r\n"), starterFile)).toEqual([]);
});

it("reports a missing key at its parent, with what belongs there", () => {
  const dropped = issuesAfter([/\n {4}mistake: .*/, ""]);
  const line = lineOf("- id: concise-01");
  expect(dropped).toEqual([
    `my/concise.yaml:${line}:5: items.0.mistake: is missing (on-profile in tone, factually wrong)`,
  ]);
  expect(issuesAfter([/\n {2}object: .*/, ""])).toEqual([
    `my/concise.yaml:${lineOf("remedies:")}:1: remedies.object: is missing (user: that reply was not acceptable)`,
  ]);
});

it("reports an unknown key at the key and suggests the nearest", () => {
  expect(issuesAfter([/ unwanted: "Eggs/, ' unwantd: "Eggs'])).toEqual([
    expect.stringMatching(/items\.0\.unwanted: is missing/),
    `my/concise.yaml:${lineOf('unwanted: "Eggs')}:5: items.0.unwantd: unknown key; did you mean unwanted?`,
  ]);
  expect(issuesAfter([/^title:/m, "colour: red\ntitle:"])).toEqual([
    expect.stringMatching(/: colour: unknown key; the keys here are id, title, wanted/),
  ]);
});

it("reports several issues at once, in the order of the file", () => {
  const issues = issuesAfter(
    [/^wanted: .*/m, "wanted: 1e3"],
    [/^valueNeutral: .*/m, "valueNeutral: maybe"],
    [/\n {2}news: a news bulletin/, "\n  news:"],
    [/ {4}refusal: "Capitals.*/, "    refusal: [so]"],
  );
  expect(issues.map((line) => line.replace(/^my\/concise.yaml:\d+:\d+: /, ""))).toEqual([
    "wanted: must be text, not the number 1e3; put it in quotes",
    'valueNeutral: must be true or false, not the text "maybe"',
    "styles.news: is empty",
    "items.1.refusal: must be text, not a list",
  ]);
});

it.each(["yes", "No", "ON", "y"])("refuses %s without quotes, and takes it in quotes", (word) => {
  expect(issuesAfter([/^wanted: .*/m, `wanted: ${word}`])).toEqual([
    expect.stringMatching(/: wanted: .* without quotes is true or false to many readers/),
  ]);
  expect(issuesAfter([/^wanted: .*/m, `wanted: "${word}"`])).toEqual([]);
});

it("refuses true where text belongs", () => {
  expect(issuesAfter([/^wanted: .*/m, "wanted: true"])).toEqual([
    expect.stringContaining("must be text, not the yes-or-no value true; put it in quotes"),
  ]);
});

it("counts what is too few or too many", () => {
  expect(issuesAfter([/ {2}- id: concise-16[\s\S]*$/, ""])).toEqual([
    expect.stringMatching(/items: needs 16 items or more.*; has 15$/),
  ]);
  expect(issuesAfter([/ {4}- "You leave out every word.*\n/, ""])).toEqual([
    expect.stringMatching(/coercion\.system: needs exactly 4 sentences.*; has 3$/),
  ]);
});

it("reports a key that stands twice, at the second", () => {
  const line = lineOf("title:");
  expect(issuesAfter([/^title: .*/m, "title: a\ntitle: b"])).toEqual([
    `my/concise.yaml:${line + 1}:1: title: stands twice, first on line ${line}; keep one`,
  ]);
});

it("reports contradictions where they stand", () => {
  expect(issuesAfter(["id: concise-02", "id: concise-01"])).toEqual([
    expect.stringMatching(/: items\.1\.id: "concise-01" already stands in item 1$/),
  ]);
  expect(issuesAfter([/\n {6}news: .*/, ""])).toEqual([
    expect.stringMatching(/items\.0\.unrelated: has no reply in the style news/),
  ]);
  expect(issuesAfter([/\n {2}news: /, "\n  News: "])).toEqual([
    expect.stringMatching(/styles\.News: the key "News" must be kebab-case/),
  ]);
});

it("wants the id to be the name of the file", () => {
  expect(issuesOf(starter, "brief.yaml")).toEqual([
    `brief.yaml:${lineOf("\nid: concise") + 1}:5: id: is concise, but the file is named brief; let them agree`,
  ]);
  expect(issuesOf(starter, "C:\\banks\\concise.yaml")).toEqual([]);
});

it("reports tabs once, beside other issues", () => {
  expect(issuesAfter([/^title: /m, "title:\t"], [/ {2}news: a/, "  news: \ta"])).toEqual([
    `my/concise.yaml:${lineOf("title:")}:7: a tab stands here (and 1 more in the file); use spaces`,
  ]);
  expect(issuesAfter([/^ {2}news/m, "\tnews"])[0]).toMatch(/:1: a tab stands here; use spaces/);
});

it("explains faults of form at their place, and leaves the schema out of it", () => {
  expect(issuesAfter([/^title: .*/m, "title: concise: or not"])).toEqual([
    `my/concise.yaml:${lineOf("title:")}:8: a second colon makes this line a map; put the text in double quotes`,
  ]);
  expect(issuesAfter([/^(personas:)/m, "--- \n$1"])).toEqual([
    expect.stringContaining("a second document starts here (---); keep one to a file"),
  ]);
});

it.each([
  ["title: &a x", "&a is an anchor; remove it"],
  ["title: *a", "*a is an alias; write the value out"],
  ["title: !!binary aGk=", "tag:yaml.org,2002:binary is a tag; remove it"],
])("refuses %s", (line, message) => {
  const issues = issuesAfter([/^title: .*/m, line]);
  expect(issues).toContainEqual(expect.stringContaining(message));
});

it("refuses directives, a document that is no map, and an empty one", () => {
  expect(issuesOf(`%YAML 1.1\n---\n${starter}`)).toEqual([
    "my/concise.yaml:1:1: a % directive stands here; remove it",
  ]);
  expect(issuesOf("- a\n")).toEqual(["my/concise.yaml:1:1: must be a map of keys, not a list"]);
  expect(issuesOf("")).toEqual(["my/concise.yaml:1:1: is empty"]);
  expect(issuesOf("# only a comment\n")).toEqual([expect.stringContaining("is empty")]);
});

it("refuses escapes that make control characters", () => {
  expect(issuesAfter([/^title: .*/m, 'title: "a\\0b"'])).toEqual([
    expect.stringContaining("title: has a control character; remove it"),
  ]);
});
