import { expect, it } from "vitest";
import { requireLevel, requireThreshold } from "./inference.ts";

it("takes only a level strictly between 0 and 1", () => {
  expect(() => requireLevel(0.95)).not.toThrow();
  for (const level of [0, 1, 95, -0.1, Number.NaN]) {
    expect(() => requireLevel(level)).toThrow(
      `level must lie strictly between 0 and 1, not ${level}`,
    );
  }
});

it("takes only a finite threshold", () => {
  expect(() => requireThreshold(-0.1)).not.toThrow();
  expect(() => requireThreshold(Number.NaN)).toThrow("threshold must be finite, not NaN");
});
