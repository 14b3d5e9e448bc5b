import fc from "fast-check";
import { expect, it } from "vitest";
import { textOf } from "../core/index.ts";
import { labelledReplies } from "./labelled-turns.ts";

const read = (...lines: readonly unknown[]) =>
  labelledReplies(
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  );

it("reads every form of label", () => {
  const labels = [true, "off", 0.6, 1, false, "on", 0.4, 0];
  const { replies, skipped } = read(...labels.map((label) => ({ reply: "a", label })));
  expect(replies.map(({ turned }) => turned)).toEqual([
    ...Array(4).fill(true),
    ...Array(4).fill(false),
  ]);
  expect(skipped).toEqual([]);
});

it("keeps whole the group, else the conversation, the question, the line", () => {
  const all = { reply: "a", label: true, question: "q", conversation: "c", group: "g" };
  const { group: _, ...noGroup } = all;
  const { conversation: __, ...question } = noGroup;
  const { replies } = read(all, noGroup, question, { reply: "a", label: true });
  expect(replies.map(({ group }) => group)).toEqual([
    "group g",
    "conversation c",
    "question q",
    "line 4",
  ]);
  expect(replies[0]?.turn.path.map(textOf)).toEqual(["q", "a"]);
  expect(replies[0]?.turn.at).toBe(1);
});

it("tells bad lines with number and reason, and reads on", () => {
  const { replies, skipped } = read(
    "\ufeff{}",
    "",
    "{",
    { reply: "a", label: 2 },
    { reply: "a", label: true, lable: 1 },
    { reply: "a", label: 0.5 },
    { reply: "a", label: true, conversation: "c", turn: 3 },
    { reply: "b", label: true, conversation: "c", turn: 3 },
  );
  expect(replies.map(({ line }) => line)).toEqual([7]);
  expect(skipped.map(({ line }) => line)).toEqual([1, 3, 4, 5, 6, 8]);
  expect(skipped.map(({ reason }) => reason).join("\n")).toMatch(
    /reply.*\nnot JSON\nlabel: .*1\n.*lable.*\na label of 0\.5.*\nturn 3 of c has a label already, on line 7/,
  );
});

it("loses no line of anything", () => {
  const line = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ reply: fc.string(), label: fc.boolean() }).map((one) => JSON.stringify(one)),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join("\n");
      const { replies, skipped } = labelledReplies(text);
      const filled = text
        .replace(/^\ufeff/, "")
        .split("\n")
        .filter((one) => one.trim() !== "");
      expect(replies.length + skipped.length).toBe(filled.length);
    }),
  );
});
