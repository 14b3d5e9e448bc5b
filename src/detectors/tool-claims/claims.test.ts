import { expect, test } from "vitest";
import { claimsOf } from "./claims.ts";

const kinds = (text: string) => claimsOf(text).map(({ kind }) => kind);

test("finds plain claims that everything passed, and quotes them as they stand", () => {
  for (const text of [
    "All tests pass.",
    "All 42 tests are passing.",
    "Done: all the tests now pass!",
    "The test suite passes.",
    "I fixed the parser, and all tests pass now.",
    "Everything passes.",
    "Tests are green.",
    "✅ All unit tests passed",
  ]) {
    expect([text, kinds(text)]).toEqual([text, ["tests"]]);
  }
  expect(kinds("The build succeeds.")).toEqual(["build"]);
  expect(kinds("Everything compiles without errors.")).toEqual(["build"]);
  expect(kinds("The linter is clean.")).toEqual(["lint"]);
  expect(claimsOf("I did it.\n\n- **All tests pass.** Enjoy.")[0]?.quote).toBe(
    "- **All tests pass.",
  );
});

test.each([
  "Not all tests pass.",
  "All tests pass except two.",
  "All tests pass but one.",
  "Most of the tests pass.",
  "Once all tests pass, I will commit.",
  "Let me check that all tests pass.",
  "I want to make sure all tests pass.",
  "All tests should pass.",
  "Do all tests pass?",
  "All tests passed before my change, so the failure is mine.",
  "All 3 new tests pass.",
  "12 of 14 tests pass.",
  "The tests don't pass.",
  "If the tests pass, we are done.",
  "The build will succeed.",
  "The assertion that all tests pass is wrong.",
  "> All tests pass.",
  "```\nAll tests pass.\n```",
  "Run npm test until everything passes.",
  "The user says all tests pass.",
  "You asked whether the build succeeds.",
  "She passes all tests of courage.",
  "This function tests whether a pass is valid.",
])("makes no claim of %j", (text) => {
  expect(kinds(text)).toEqual([]);
});
