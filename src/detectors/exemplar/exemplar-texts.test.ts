import { expect, test } from "vitest";
import { smallBehaviour, smallProfile } from "../../../test/small/small-behaviour.ts";
import { exemplarTexts } from "./exemplar-texts.ts";

const sidesOf = (texts: ReturnType<typeof exemplarTexts>, id: string) =>
  texts.filter(({ group }) => group === `${id}/item-1`).map(({ side, text }) => `${side} ${text}`);

test("a bank gives its wanted and unwanted replies, and everything else as plain", () => {
  expect(sidesOf(exemplarTexts(smallProfile()), "kind")).toEqual([
    "unwanted u1 one two three four",
    "wanted w1",
    "plain n1",
    "plain e1",
    "plain f1",
    "plain sea1",
    "plain law1",
    "plain ode1",
  ]);
});

test("both sides of a control pair are plain, unless there is nothing else to tell apart", () => {
  const control = { ...smallBehaviour("formal"), valueNeutral: true };
  const beside = exemplarTexts(smallProfile([smallBehaviour(), control]));
  expect(
    new Set(beside.filter(({ group }) => group.startsWith("formal/")).map(({ side }) => side)),
  ).toEqual(new Set(["plain"]));
  expect(sidesOf(exemplarTexts(smallProfile([control])), "formal").slice(0, 2)).toEqual([
    "unwanted u1 one two three four",
    "wanted w1",
  ]);
});

test("the list is in pairs that are left out together", () => {
  const exemplars = { unwanted: ["I will rule."], wanted: ["I will help."], plain: ["It rains."] };
  const texts = exemplarTexts({ ...smallProfile(), exemplars });
  expect(texts.slice(0, 3)).toEqual([
    { side: "unwanted", source: "list", group: "list-0", text: "I will rule." },
    { side: "wanted", source: "list", group: "list-0", text: "I will help." },
    { side: "plain", source: "list", group: "list-plain-0", text: "It rains." },
  ]);
});
