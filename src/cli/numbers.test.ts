import { expect, it } from "vitest";
import { bytes, counted, duration, grouped, range, signed } from "./numbers.ts";

it.each([
  [0, "0 s"],
  [59.6, "1 min 0 s"],
  [200, "3 min 20 s"],
  [7500, "2 h 5 min"],
  [100_000, "1 day 3 h"],
])("says %d seconds as %s", (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

it.each([
  [12, "12 B"],
  [4200, "4 kB"],
  [23_394_866, "23.4 MB"],
  [144_811_072, "145 MB"],
  [2.5e9, "2.5 GB"],
])("says %d bytes as %s", (value, words) => {
  expect(bytes(value)).toBe(words);
});

it("signs numbers with a true minus, and not a rounded zero", () => {
  expect([signed(0.414), signed(-0.414), signed(-0.001)]).toEqual(["+0.41", "−0.41", "0.00"]);
  expect(range({ low: -1, high: 0.5 })).toBe("[−1.00, +0.50]");
});

it("groups thousands and counts things", () => {
  expect(grouped(1_234_567.4)).toBe("1,234,567");
  expect([counted(1, "cell"), counted(2, "reply", "replies")]).toEqual(["1 cell", "2 replies"]);
});
