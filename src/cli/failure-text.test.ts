import { expect, it } from "vitest";
import { type Failure, invalidInput, TurncoatError } from "../core/index.ts";
import { failureText } from "./failure-text.ts";

it("gives each issue of invalid input a line, and none twice", () => {
  const { lines, code } = failureText(invalidInput("two faults", ["two faults", "a:1:2: x", "b"]));
  expect(lines).toEqual(["two faults", "  a:1:2: x", "  b"]);
  expect(code).toBe(2);
});

it.each<[Failure, number]>([
  [{ kind: "missing-engine", engine: "e", remedy: "r" }, 1],
  [{ kind: "model-file", path: "p", reason: "r" }, 1],
  [{ kind: "download", source: "s", reason: "r" }, 1],
  [{ kind: "context-overflow", tokens: 2, limit: 1 }, 1],
  [{ kind: "run-folder", path: "p", reason: "r" }, 1],
  [{ kind: "run-locked", path: "p", pid: null }, 1],
  [{ kind: "model-output", reason: "r" }, 1],
  [{ kind: "cancelled" }, 130],
])("ends %j with its code and one line", (failure, code) => {
  const told = failureText(new TurncoatError("what happened", failure));
  expect(told.code).toBe(code);
  expect(told.lines).toHaveLength(1);
});

it("takes anything that is thrown", () => {
  expect(failureText("a text").lines[0]).toBe("unexpected error: a text");
  expect(failureText(undefined).code).toBe(1);
});
