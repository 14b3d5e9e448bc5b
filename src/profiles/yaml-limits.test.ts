import { expect, it } from "vitest";
import { beyondLimits } from "./yaml-limits.ts";

it("lets everyday YAML pass, brackets in texts included", () => {
  expect(beyondLimits(`a: [b, {c: d}]\ne: "${"[".repeat(50)}"\n# ${"{".repeat(50)}\n`)).toBeNull();
  expect(beyondLimits("- [a]\n".repeat(500))).toBeNull();
});

it("points at the bracket that is one too deep", () => {
  const fine = `a: ${"[".repeat(16)}`;
  expect(beyondLimits(fine)).toBeNull();
  const beyond = { offset: fine.length, message: "is nested deeper than 16 levels" };
  expect(beyondLimits(`${fine}[`)).toEqual(beyond);
  expect(beyondLimits(`${fine}{`)).toEqual(beyond);
});

it("refuses runs of dashes and deep indents, which nest without brackets", () => {
  expect(beyondLimits(`${"- ".repeat(32)}a`)).toBeNull();
  expect(beyondLimits(`${"- ".repeat(33)}a`)).toMatchObject({ offset: 64 });
  expect(beyondLimits(`a:\n${" ".repeat(65)}b: c`)).toMatchObject({ offset: 3 });
});

it("refuses more tokens than a bank can have", () => {
  expect(beyondLimits(`[${",".repeat(60_000)}`)).toMatchObject({
    message: "has more than 60000 parts",
  });
});
