import { expect, it } from "vitest";
import { assembleProfile, profileOfBehaviour } from "./assemble-profile.ts";
import { parseBehaviour } from "./parse-behaviour.ts";
import { parseProfile } from "./parse-profile.ts";
import { issueLine } from "./source-issue.ts";
import { starterBehaviour } from "./starter.ts";

const named = (id: string) => ({
  file: `shop/${id}.yaml`,
  source: starterBehaviour.replace(/^id: .*/m, `id: ${id}`),
});
const header = (defaultBehaviour: string, behaviours: readonly string[]) => ({
  file: "shop/profile.yaml",
  source: [
    "id: shop",
    "title: Shop",
    "about: a shop",
    `defaultBehaviour: ${defaultBehaviour}`,
    `behaviours: [${behaviours.join(", ")}]`,
  ].join("\n"),
});

it("lists behaviours in the order of the header, the rest by name", () => {
  const parsed = assembleProfile(header("brief", ["polite"]), [
    named("zealous"),
    named("brief"),
    named("polite"),
  ]);
  expect(parsed).toMatchObject({
    kind: "parsed",
    value: { id: "shop", defaultBehaviour: "brief" },
  });
  const ids = parsed.kind === "parsed" ? parsed.value.behaviours.map(({ id }) => id) : [];
  expect(ids).toEqual(["polite", "brief", "zealous"]);
});

it("names behaviours that the header has and the folder lacks", () => {
  const parsed = assembleProfile(header("polit", ["polite", "polite", "calm"]), [named("polite")]);
  expect(parsed.kind === "refused" && parsed.issues.map(issueLine)).toEqual([
    "shop/profile.yaml:4:19: defaultBehaviour: no file polit.yaml stands beside it; did you mean polite?",
    "shop/profile.yaml:5:22: behaviours.1: polite stands twice; keep one",
    "shop/profile.yaml:5:30: behaviours.2: no file calm.yaml stands beside it; there are polite",
  ]);
});

it("reports the issues of all files together", () => {
  const parsed = assembleProfile({ file: "shop/profile.yaml", source: "id: shop" }, [
    { ...named("polite"), source: "id: polite" },
    named("brief"),
  ]);
  const files = parsed.kind === "refused" ? parsed.issues.map(({ file }) => file) : [];
  expect(new Set(files)).toEqual(new Set(["shop/profile.yaml", "shop/polite.yaml"]));
});

it("wants a behaviour", () => {
  const parsed = assembleProfile(header("brief", []), []);
  expect(parsed).toMatchObject({ kind: "refused" });
});

it("leaves the header's names unchecked where the behaviours are not known", () => {
  const { source, file } = header("anything", []);
  expect(parseProfile(source, file).kind).toBe("parsed");
  expect(parseProfile(source, file, ["brief"]).kind).toBe("refused");
});

it("makes a profile of one behaviour", () => {
  const parsed = parseBehaviour(starterBehaviour, "concise.yaml");
  if (parsed.kind === "refused") throw new RangeError("the starter is not valid");
  expect(profileOfBehaviour(parsed.value)).toEqual({
    id: "concise",
    title: "concise or rambling",
    about: parsed.value.about,
    defaultBehaviour: "concise",
    behaviours: [parsed.value],
  });
});
