import { expect, it } from "vitest";
import { chained, lastId, roleNamed, uniqueIds } from "./chain.ts";

it("chains messages, with their own ids where those are good", () => {
  const drafts = [{}, { id: "x" }, { id: "x" }, { id: "m0" }];
  const messages = chained(drafts.map((draft) => ({ role: "user", parts: [], ...draft })));
  expect(messages.map(({ id, parent }) => [id, parent])).toEqual([
    ["m0", null],
    ["x", "m0"],
    ["x#2", "x"],
    ["m0#2", "x#2"],
  ]);
  expect(lastId(messages)).toBe("m0#2");
  expect(lastId([])).toBeNull();
});

it("gives every id once, ids that look made included", () => {
  const idFor = uniqueIds();
  const given = ["a", "a#2", "a", "a", "a#2"].map(idFor);
  expect(given).toEqual(["a", "a#2", "a#3", "a#4", "a#2#2"]);
});

it("knows the names of speakers", () => {
  expect([
    roleNamed("GPT"),
    roleNamed("developer"),
    roleNamed("constructor"),
    roleNamed(1),
  ]).toEqual(["assistant", "system", null, null]);
});
