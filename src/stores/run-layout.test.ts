import { join } from "node:path";
import { expect, it } from "vitest";
import { runFolder } from "./run-layout.ts";

it("puts a run below the home's runs", () => {
  expect(runFolder("home", "2026-01-02.kind_a")).toBe(join("home", "runs", "2026-01-02.kind_a"));
});

it.each(["", ".", "..", "../up", "a/b", "a\\b", ".hidden"])("refuses the id %j", (id) => {
  expect(() => runFolder("home", id)).toThrow("is no run id");
});
