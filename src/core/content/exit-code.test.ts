import { expect, it } from "vitest";
import { exitCodeOf } from "./exit-code.ts";

it.each([
  ["Exit code 1\nnpm error", 1],
  ["Error: Exit code 127\nnot found", 127],
  ["Exit code: 0\nWall time: 0.1 seconds\nOutput:\nok", 0],
  ["Chunk ID: 1\nWall time: 0.1\nProcess exited with code 2\nOutput:\n", 2],
  ['{"output":"ok","metadata":{"exit_code":0,"duration_seconds":0.1}}', 0],
  ['{"exitCode": -1}', -1],
])("reads %j", (output, code) => {
  expect(exitCodeOf(output)).toBe(code);
});

it("reads objects", () => {
  expect(exitCodeOf({ metadata: { exit_code: 3 } })).toBe(3);
});

it.each([
  ["no status"],
  ["Output:\nExit code 1"],
  ["it said: Exit code 1"],
  [`${"line\n".repeat(10)}Exit code 1`],
  ['{"exit_code":"1"}'],
  ['{"exit_code":1.5}'],
  ["{exit_code: 1}"],
  [null],
  [7],
])("makes nothing up from %j", (output) => {
  expect(exitCodeOf(output)).toBeNull();
});
