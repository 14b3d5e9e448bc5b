import { expect, it } from "vitest";
import { fakeWorld } from "./__fixtures__/fake-effects.ts";
import { hasColours, paintFor } from "./paint.ts";

it.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, false],
  [{ TERM: "dumb" }, true, false],
])("with %j on a terminal %s it is %s", (env, isTerminal, wanted) => {
  expect(hasColours(env, isTerminal)).toBe(wanted);
});

it("closes what it opens, and leaves text alone where colours are not wanted", () => {
  const isTerminal = { out: true, err: false };
  const { effects } = fakeWorld({ isTerminal });
  expect(paintFor(effects, "out")("cyan", "x")).toBe("\u001b[36mx\u001b[39m");
  expect(paintFor(effects, "err")("cyan", "x")).toBe("x");
});
