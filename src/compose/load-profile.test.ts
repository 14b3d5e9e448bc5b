import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TurncoatError } from "../core/index.ts";
import { maxSourceBytes, starterBehaviour } from "../profiles/index.ts";
import { builtInProfiles, loadProfile } from "./load-profile.ts";

let home = "";
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "turncoat-profile-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const header = "id: shop\ntitle: Shop\nabout: a shop\ndefaultBehaviour: concise\n";

async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = join(home, "shop");
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** Message and issues that loading ends with, folder names taken out. */
async function failureOf(spec: string, banksFolder?: string): Promise<string[]> {
  try {
    await loadProfile(spec, banksFolder === undefined ? {} : { banksFolder });
  } catch (error) {
    if (!(error instanceof TurncoatError) || error.failure.kind !== "invalid-input") throw error;
    return [error.message, ...error.failure.issues].map((line) => line.replaceAll(home, "~"));
  }
  throw new RangeError(`${spec} was loaded`);
}

it("loads a built-in profile by its id", async () => {
  expect(await builtInProfiles()).toEqual(["assistant", "coding-agent", "support"]);
  const profile = await loadProfile("assistant");
  expect(profile).toMatchObject({ id: "assistant", defaultBehaviour: "kind" });
  expect(profile.behaviours.at(0)?.items).toHaveLength(24);
});

it("loads a folder, to which a file adds a behaviour", async () => {
  const brief = starterBehaviour.replace(/^id: .*/m, "id: brief");
  const files = { "profile.yaml": header, "concise.yaml": starterBehaviour, "notes.txt": "\u0000" };
  const folder = await folderOf(files);
  expect((await loadProfile(folder)).behaviours.map(({ id }) => id)).toEqual(["concise"]);
  await writeFile(join(folder, "brief.yaml"), brief);
  expect((await loadProfile(folder)).behaviours.map(({ id }) => id)).toEqual(["brief", "concise"]);
});

it("loads one behaviour file as a profile of one behaviour", async () => {
  const folder = await folderOf({ "concise.yaml": starterBehaviour });
  const profile = await loadProfile(join(folder, "concise.yaml"));
  expect(profile).toMatchObject({ id: "concise", defaultBehaviour: "concise" });
});

it("looks for built-in profiles where it is told to", async () => {
  await folderOf({ "profile.yaml": header, "concise.yaml": starterBehaviour });
  expect(await builtInProfiles({ banksFolder: home })).toEqual(["shop"]);
  expect(await loadProfile("shop", { banksFolder: home })).toMatchObject({ id: "shop" });
});

it("lists the built-in profiles for a name it does not know", async () => {
  expect(await failureOf("asistant")).toEqual([
    "there is no profile asistant; did you mean assistant?",
    "built-in profiles: assistant, coding-agent, support; for one of your own, give its path",
  ]);
  expect((await failureOf("nowhere-near"))[0]).toBe("there is no profile nowhere-near");
});

it("reports every issue of every file at once", async () => {
  const folder = await folderOf({
    "profile.yaml": header.replace("concise", "brief"),
    "concise.yaml": starterBehaviour.replace(/^title: .*/m, "titel: x"),
  });
  expect(await failureOf(folder)).toEqual([
    "profile ~/shop is not valid",
    "~/shop/profile.yaml:4:19: defaultBehaviour: no file brief.yaml stands beside it; there are concise",
    expect.stringMatching(/^~\/shop\/concise.yaml:\d+:1: title: is missing$/),
    expect.stringMatching(
      /^~\/shop\/concise.yaml:\d+:1: titel: unknown key; did you mean title\?$/,
    ),
  ]);
});

it("says what to do about a path that leads nowhere", async () => {
  expect(await failureOf(join(home, "none.yaml"))).toEqual([
    "there is no profile at ~/none.yaml; give a folder, a behaviour file or an id",
  ]);
  const folder = await folderOf({ "concise.yaml": starterBehaviour });
  expect(await failureOf(folder)).toEqual([
    "the folder ~/shop has no profile.yaml; add one, or name one of its files",
  ]);
  await writeFile(join(folder, "profile.yaml"), header);
  expect(await failureOf(join(folder, "profile.yaml"))).toEqual([
    "~/shop/profile.yaml is the header of a profile; name its folder ~/shop",
  ]);
  await writeFile(join(folder, "brief.yml"), "");
  expect(await failureOf(folder)).toContain("~/shop/brief.yml: ends in .yml; name it .yaml");
});

it("refuses a huge file and a folder in a file's place", async () => {
  const folder = await folderOf({
    "profile.yaml": header,
    "concise.yaml": new Uint8Array(2 * maxSourceBytes).fill(0x20),
  });
  expect((await failureOf(folder)).at(-1)).toMatch(/concise.yaml:1:1: is over 1000000 bytes/);
  await mkdir(join(folder, "brief.yaml"));
  expect((await failureOf(folder))[0]).toBe("~/shop/brief.yaml cannot be read");
});
