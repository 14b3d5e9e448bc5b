import { expect, test } from "vitest";
import { said } from "../__fixtures__/said.ts";
import { asksForCode } from "./asks-for-code.ts";

test("code is no surprise once somebody speaks of it, shows some, or tools are in use", () => {
  expect(asksForCode(said(["user", "Write a Python script"], ["assistant", "x"]), 1)).toBe(true);
  expect(asksForCode(said(["system", "You debug main.py"], ["assistant", "x"]), 1)).toBe(true);
  expect(asksForCode(said(["user", "What is this?\n```\na = 1\n```"], ["assistant", "x"]), 1)).toBe(
    true,
  );
  expect(asksForCode(said(["tool", "ok"], ["assistant", "x"]), 1)).toBe(true);
});

test("what the assistant brought up itself was not asked for", () => {
  const path = said(
    ["user", "I feel bored"],
    ["assistant", "Python code!"],
    ["user", "Hm"],
    ["assistant", "x"],
  );
  expect(asksForCode(path, 3)).toBe(false);
});

test("everyday words are no request", () => {
  expect(
    asksForCode(said(["user", "A good dress for a class reunion?"], ["assistant", "x"]), 1),
  ).toBe(false);
});
