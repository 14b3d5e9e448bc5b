import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { assembleProfile } from "./assemble-profile.ts";
import { issueLine } from "./source-issue.ts";

const banks = new URL("./banks/", import.meta.url);
const profiles = readdirSync(banks).sort();

const load = (profile: string) => {
  const folder = new URL(`${profile}/`, banks);
  const read = (name: string) => ({ file: name, source: readFileSync(new URL(name, folder)) });
  const names = readdirSync(folder).filter((name) => name !== "profile.yaml");
  return assembleProfile(read("profile.yaml"), names.map(read));
};

it("comes with three profiles", () => {
  expect(profiles).toEqual(["assistant", "coding-agent", "support"]);
});

it.each(profiles)("has a valid profile %s", (id) => {
  const parsed = load(id);
  expect(parsed.kind === "refused" ? parsed.issues.map(issueLine) : []).toEqual([]);
  expect(parsed).toMatchObject({ value: { id } });
});

it.each(profiles)("has items enough in %s, numbered by behaviour", (id) => {
  const parsed = load(id);
  const behaviours = parsed.kind === "parsed" ? parsed.value.behaviours : [];
  expect(behaviours.length).toBeGreaterThanOrEqual(3);
  for (const behaviour of behaviours) {
    expect(behaviour.items.length).toBeGreaterThanOrEqual(behaviour.id === "kind" ? 24 : 16);
    expect(Object.keys(behaviour.styles).length).toBeGreaterThanOrEqual(3);
    for (const [index, item] of behaviour.items.entries()) {
      expect(item.id).toBe(`${behaviour.id}-${String(index + 1).padStart(2, "0")}`);
    }
  }
});

it("marks the control pairs, and only these, as value-neutral", () => {
  const neutral = profiles.flatMap((id) => {
    const parsed = load(id);
    const behaviours = parsed.kind === "parsed" ? parsed.value.behaviours : [];
    return behaviours.filter(({ valueNeutral }) => valueNeutral).map((behaviour) => behaviour.id);
  });
  expect(neutral).toEqual(["formal", "plain"]);
});
