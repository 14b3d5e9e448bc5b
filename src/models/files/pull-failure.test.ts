import { expect, it } from "vitest";
import { TurncoatError } from "../../core/index.ts";
import { cancelled, errorCode, fileProblem } from "./pull-failure.ts";

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something`), { code });
}

it.each([
  ["ENOSPC", "/models: the disk is full; free some space or choose a folder on another disk"],
  ["EDQUOT", "/models: the disk quota is used up; free some space or choose another folder"],
  ["EROFS", "/models: the file system is read-only; choose a folder that can be written"],
  ["EACCES", "/models: it may not be written; make the folder writable or choose another"],
  ["EIO", "/models: it failed with EIO; see that the folder can be read and written"],
])("says what to do about %s", (code, reason) => {
  const error = systemError(code);
  const problem = fileProblem(error, "tiny", "/models");
  expect(problem).toBeInstanceOf(TurncoatError);
  expect(problem).toMatchObject({
    cause: error,
    failure: { kind: "download", source: "tiny", reason },
  });
});

it("lets through what is explained already, and faults of the program", () => {
  const explained = cancelled();
  expect(fileProblem(explained, "tiny", "/models")).toBe(explained);
  const fault = new TypeError("of the program");
  expect(fileProblem(fault, "tiny", "/models")).toBe(fault);
});

it("finds the code of the operating system's errors only", () => {
  expect(errorCode(systemError("ENOENT"))).toBe("ENOENT");
  expect(errorCode(new Error("plain"))).toBeNull();
  expect(errorCode("ENOENT")).toBeNull();
});
