import { expect, it } from "vitest";
import { issueLine, refused, type SourceIssue } from "./source-issue.ts";

const issue = (line: number, column = 1): SourceIssue => ({
  file: "kind.yaml",
  line,
  column,
  path: "title",
  message: "is empty",
});

it("writes an issue as editors link it, without a path for the file as a whole", () => {
  expect(issueLine(issue(3, 8))).toBe("kind.yaml:3:8: title: is empty");
  expect(issueLine({ ...issue(1), path: "" })).toBe("kind.yaml:1:1: is empty");
});

it("sorts issues by line and column, and counts those beyond a hundred", () => {
  const few = refused([issue(9), issue(2, 7), issue(2, 3)]).issues;
  expect(few.map(({ line, column }) => [line, column])).toEqual([
    [2, 3],
    [2, 7],
    [9, 1],
  ]);
  const many = refused(Array.from({ length: 130 }, (_, index) => issue(130 - index))).issues;
  expect(many).toHaveLength(101);
  expect(many.at(-1)).toMatchObject({ line: 101, message: "and 30 more issues from here on" });
});

it("refuses a refusal without an issue", () => {
  expect(() => refused([])).toThrow(RangeError);
});
