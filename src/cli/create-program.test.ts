import { expect, it } from "vitest";
import { fakeWorld, toldBy } from "./__fixtures__/fake-effects.ts";
import { createProgram } from "./create-program.ts";

it("prints help with the exit codes for every command", async () => {
  const { commands } = createProgram(fakeWorld().effects);
  expect(commands.map((command) => command.name())).toEqual([
    "probe",
    "scan",
    "calibrate",
    "serve",
    "audit",
    "hook",
    "view",
    "list",
    "init",
    "validate",
    "models",
    "doctor",
  ]);
  for (const name of ["", ...commands.map((command) => command.name())]) {
    const { out, code } = await toldBy([...(name === "" ? [] : [name]), "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("100  gate failed");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  }
});

it("prints the version of the package", async () => {
  const { out, code } = await toldBy(["--version"]);
  expect(out).toMatch(/^\d+\.\d+\.\d+/);
  expect(code).toBe(0);
});

it("answers no command at all with the help, as a usage error", async () => {
  const { err, code } = await toldBy([]);
  expect(err).toContain("Usage: turncoat");
  expect(code).toBe(2);
});

it.each([
  [["prob"], "unknown command 'prob'; did you mean probe?"],
  [["zzzzzz"], "unknown command 'zzzzzz'; --help lists what there is"],
  [["models", "pul"], "unknown command 'models pul'; did you mean pull?"],
  [["models", "path", "smolm2"], "there is no pinned model smolm2"],
  [["models", "path", "smollm2", "--part", "x"], "--part"],
  [["models", "remove"], "missing required argument 'ids'"],
  [["validate"], "missing required argument 'paths'"],
  [["doctor", "--jsn"], "did you mean --json?"],
])("refuses %j in one line", async (args, words) => {
  const { err, code, out } = await toldBy(args);
  expect(err).toContain(words);
  expect(err.split("\n")).toHaveLength(1);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});

it("asks to report what nobody foresaw, with the stack only when asked", async () => {
  const probe = async () => {
    throw new TypeError("x is not a function", { cause: new Error("the root of it") });
  };
  const brief = await toldBy(["probe"], { probe });
  expect(brief.code).toBe(1);
  expect(brief.err).toContain("turncoat: unexpected error: TypeError: x is not a function");
  expect(brief.err).toContain("please report it");
  expect(brief.err).not.toContain("    at ");
  const verbose = await toldBy(["probe", "--verbose"], { probe });
  expect(verbose.err).toContain("    at ");
  expect(verbose.err).toContain("caused by Error: the root of it");
});
