import fc from "fast-check";
import { expect, it } from "vitest";
import { hookEntries } from "./hook-entries.ts";
import { defaultHookSettings } from "./hook-settings.ts";
import { installedEvents, installedSettings, uninstalledSettings } from "./settings-edit.ts";

const entries = hookEntries(defaultHookSettings);
const events = entries.map(({ event }) => event);
const command = "turncoat hook claude-code";

function installed(text: string, as = command): string {
  const edit = installedSettings(text, entries, as);
  return edit.kind === "edited" ? edit.text : text;
}

function uninstalled(text: string): string {
  const edit = uninstalledSettings(text);
  return edit.kind === "edited" ? edit.text : text;
}

const group = fc.record({
  matcher: fc.string(),
  hooks: fc.array(fc.record({ type: fc.constant("command"), command: fc.string() }), {
    maxLength: 2,
  }),
});
const hooks = fc.dictionary(
  fc.oneof(fc.constantFrom(...events), fc.string()),
  fc.array(fc.oneof(group, fc.jsonValue({ maxDepth: 1 })), { maxLength: 3 }),
);
const settings = fc
  .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.option(hooks, { nil: undefined }))
  .map(([rest, own]) => {
    const { hooks: _, ...others } = rest;
    return own === undefined ? others : { ...others, hooks: own };
  });
const layout = fc.constantFrom<string | number>("", 2, 4, "\t");
const text = fc
  .tuple(settings, layout, fc.boolean(), fc.boolean())
  .map(([value, unit, isWindows, hasEnd]) => {
    const lines = `${JSON.stringify(value, null, unit)}${hasEnd ? "\n" : ""}`;
    return isWindows ? lines.replaceAll("\n", "\r\n") : lines;
  });

it("puts every event in, leaves all else, and comes out again byte for byte", () => {
  fc.assert(
    fc.property(text, (before) => {
      const after = installed(before);
      expect(installedEvents(after).toSorted()).toEqual(events.toSorted());
      const { hooks: own = {}, ...rest } = JSON.parse(after);
      const { hooks: was = {}, ...others } = JSON.parse(before);
      expect(rest).toEqual(others);
      for (const [event, groups] of Object.entries(was)) {
        expect(own[event].slice(0, (groups as unknown[]).length)).toEqual(groups);
      }
      expect(JSON.parse(uninstalled(after))).toEqual(JSON.parse(before));
      if (JSON.stringify(JSON.parse(before)) !== "{}" && !/[[{]\s*[\]}]/.test(before)) {
        expect(uninstalled(after)).toBe(before);
      }
    }),
  );
});

it("twice is once, and another command takes the place of the first", () => {
  fc.assert(
    fc.property(text, (before) => {
      const once = installed(before);
      expect(installedSettings(once, entries, command).kind).toBe("unchanged");
      const other = installed(once, "'/a b/node' x hook claude-code --tools deny");
      expect(JSON.parse(uninstalled(other))).toEqual(JSON.parse(before));
    }),
  );
});

it("keeps long numbers, order, duplicate names and layout of what is not ours", () => {
  const before = '{"b":1e400,  "a": 12345678901234567890,\n   "a":{"x" :[ ]}}';
  const after = installed(before);
  expect(after.startsWith(before.slice(0, -1))).toBe(true);
  expect(uninstalled(after)).toBe(before);
});

it("takes only its own handler out of a group that somebody added to", () => {
  const after = JSON.parse(installed("{}"));
  after.hooks.Stop[0].hooks.push({ type: "command", command: "mine" });
  after.hooks.Stop.unshift({ hooks: [{ type: "command", command: "echo turncoat hook" }] });
  expect(JSON.parse(uninstalled(JSON.stringify(after)))).toEqual({
    hooks: {
      Stop: [
        { hooks: [{ type: "command", command: "echo turncoat hook" }] },
        { hooks: [{ type: "command", command: "mine" }] },
      ],
    },
  });
});

it.each([
  ["// a comment\n{}", "is not JSON"],
  ['{"hooks": {}', "is not JSON"],
  ["[1]", "no object"],
  ['{"hooks": []}', "no object"],
  ['{"hooks": {"Stop": {}}}', "hooks for Stop that are no list"],
  [`${"[".repeat(1000)}`, "nests deeper"],
])("refuses %s and says what to do", (before, why) => {
  const edit = installedSettings(before, entries, command);
  expect(edit).toMatchObject({ kind: "refused", reason: expect.stringContaining(why) });
  expect(edit).toMatchObject({ reason: expect.stringContaining("--settings") });
  expect(uninstalledSettings(before).kind).toBe("refused");
});

it("starts a file where there is none", () => {
  const after = installed("");
  expect(installedEvents(after)).toEqual(events);
  expect(after.startsWith('{\n  "hooks": {\n    "Stop"')).toBe(true);
  expect(installed("\uFEFF{}").startsWith("\uFEFF{")).toBe(true);
});
