import { expect, test } from "vitest";
import { smallBehaviour, smallProfile } from "../../../test/small/small-behaviour.ts";
import type { Item, Profile } from "../../core/index.ts";
import { said } from "../__fixtures__/said.ts";
import { openLexicalDetector } from "./lexical-detector.ts";

/** A bank in which unwanted replies share words that no other has. */
function bank(unwanted: (item: Item) => string): Profile {
  const behaviour = smallBehaviour("kind", 24);
  const items = behaviour.items.map((item, index) => ({
    ...item,
    wanted: `gladly my friend about subject ${"abcdefgh"[index % 8]}`,
    unwanted: unwanted(item),
  }));
  return smallProfile([{ ...behaviour, items }]);
}
const rude = bank(({ id }) => `go away stupid fool with your ${id}`);

async function read(reply: string, profile = rude) {
  const { detector } = await openLexicalDetector(profile);
  return (await detector.score([{ path: said(["user", "q"], ["assistant", reply]), at: 1 }]))[0];
}

test("scores words of the unwanted replies above those of the wanted, and quotes the worst sentence", async () => {
  const bad = await read("It rains today. You stupid fool, go away! Bye.");
  const good = await read("Gladly, my friend.");
  expect(bad).toMatchObject({ kind: "scored", quote: "You stupid fool, go away!", note: null });
  expect(good).toMatchObject({ kind: "scored" });
  const scoreOf = (one: typeof bad) => (one?.kind === "scored" ? one.score : 0);
  expect(scoreOf(bad)).toBeGreaterThan(0);
  expect(scoreOf(good)).toBeLessThan(0);
});

test("reads no code, and says so", async () => {
  expect(await read("```\nstupid fool\n```")).toEqual({
    kind: "unscored",
    reason: "no prose, which is all this detector reads",
  });
  expect(await read("")).toMatchObject({ kind: "unscored" });
});

test("leaves replies of other words than the profile's unscored", async () => {
  expect(await read("Das ist eine gute Frage, my friend.")).toEqual({
    kind: "unscored",
    reason: "too few words that the profile has: 2 of 7",
  });
});

test("its map rises with the score and says little at most", async () => {
  const { map } = await openLexicalDetector(rude);
  expect(map).toMatchObject({ kind: "logistic", maxNats: 2 });
  expect(map?.kind === "logistic" && (map.slopes[0] ?? 0) > 0).toBe(true);
});

test("the version changes with the profile's texts", async () => {
  const { detector } = await openLexicalDetector(rude);
  const other = await openLexicalDetector(bank(() => "another reply"));
  expect(detector.version).toBe((await openLexicalDetector(rude)).detector.version);
  expect(detector.version).not.toBe(other.detector.version);
});
