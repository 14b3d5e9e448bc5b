import fc from "fast-check";
import { expect, it } from "vitest";
import { headerText, matchHeader, parseHeader } from "./run-header.ts";

const header = {
  identity: { seed: 1, model: "embedded:a", items: ["x", "y"], limits: { turns: 5, note: null } },
  environment: { cpu: "one", git: { commit: "abc", dirty: false } },
};
const path = "run/header.json";
const stored = parseHeader(headerText(header), path);

function changed(part: object): string {
  try {
    matchHeader(stored, { ...header, identity: { ...header.identity, ...part } }, path);
    return "accepted";
  } catch (error) {
    return String(error);
  }
}

it("gives the same text whatever the order of the keys", () => {
  const { identity, environment } = header;
  const reversed = Object.fromEntries(Object.entries(identity).reverse());
  expect(headerText({ environment, identity: reversed })).toBe(headerText(header));
});

it("comes back equal, and matches itself", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (identity) => {
      fc.pre(!Object.hasOwn(identity, "__proto__"));
      const text = headerText({ identity, environment: {} });
      expect(matchHeader(parseHeader(text, path), { identity, environment: {} }, path)).toEqual([]);
    }),
  );
});

it.each([
  [{ seed: 2 }, "identity.seed is 1 there and 2 now"],
  [{ seed: "1" }, 'identity.seed is 1 there and "1" now'],
  [{ items: ["x", "z"], seed: 2 }, 'identity.items.1 is "y" there and "z" now'],
  [{ items: ["x"] }, 'identity.items.1 is "y" there and absent now'],
  [{ items: { 0: "x", 1: "y" } }, "identity.items is"],
  [{ limits: { turns: 5 } }, "identity.limits.note is null there and absent now"],
  [{ extra: null }, "identity.extra is absent there and null now"],
  [{ extra: "absent" }, 'identity.extra is absent there and "absent" now'],
])("names the first field that %j changes", (part, words) => {
  expect(changed(part)).toContain(words);
});

it("cuts a long value in the message", () => {
  expect(changed({ model: "m".repeat(5000) }).length).toBeLessThan(400);
});

it("says what differs in the environment and goes on", () => {
  const now = { ...header, environment: { cpu: "two", git: { commit: "abc", dirty: true } } };
  expect(matchHeader(stored, now, path)).toEqual([
    'environment.cpu is "one" there and "two" now: the first start\'s is kept in run/header.json',
    "environment.git.dirty is false there and true now: the first start's is kept in run/header.json",
  ]);
});

it.each(["", "{", "null", "[]", '{"identity":{}}', '{"identity":1,"environment":{}}'])(
  "refuses %j as a header",
  (text) => {
    expect(() => parseHeader(text, path)).toThrow("is not the header of a run");
  },
);

it("refuses a header that JSON cannot hold", () => {
  const identity = { alpha: Number.NaN };
  expect(() => headerText({ identity, environment: {} })).toThrow(TypeError);
});
