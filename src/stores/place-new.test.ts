import { link, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { placeNew } from "./place-new.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "turncoat-place-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const refusing = (code: string) => async () => {
  throw Object.assign(new Error("link"), { code });
};

it.each([
  ["with hard links", link],
  ["without hard links", refusing("EPERM")],
])("lets one of many have the name, %s", async (_name, hardLink) => {
  const drafts = ["a", "b", "c", "d"].map((name) => join(folder, name));
  for (const draft of drafts) await writeFile(draft, draft);
  const path = join(folder, "lock");
  const placed = await Promise.all(drafts.map((draft) => placeNew(draft, path, hardLink)));
  expect(placed.filter(Boolean)).toEqual([true]);
  expect(await readFile(path, "utf8")).toBe(drafts[placed.indexOf(true)]);
});

it("passes on what has nothing to do with links", async () => {
  const draft = join(folder, "a");
  await writeFile(draft, "a");
  const placing = placeNew(draft, join(folder, "lock"), refusing("EIO"));
  await expect(placing).rejects.toMatchObject({ code: "EIO" });
});
