import { expect, test } from "vitest";
import { smallBehaviour, smallProfile } from "../../../test/small/small-behaviour.ts";
import type { TranscriptPart, TurnReading } from "../../core/index.ts";
import { said } from "../__fixtures__/said.ts";
import { wordEmbedder } from "../__fixtures__/word-embedder.ts";
import { openExemplarDetector } from "./exemplar-detector.ts";

const profile = {
  ...smallProfile([smallBehaviour("kind", 16)]),
  exemplars: {
    unwanted: ["you stupid fool", "go away fool", "i hate stupid people"],
    wanted: ["you clever friend", "come in friend", "i like clever people"],
    plain: ["water boils at sea level", "the shop opens at nine"],
  },
};

async function read(reply: string | readonly TranscriptPart[], question = "Well?") {
  const { detector } = await openExemplarDetector(profile, wordEmbedder());
  const [reading] = await detector.score([
    { path: said(["user", question], ["assistant", reply]), at: 1 },
  ]);
  return reading ?? { kind: "unscored", reason: "no reading" };
}

const scoreOf = (reading: TurnReading) => (reading.kind === "scored" ? reading.score : null);

test("scores what is like the unwanted above what is like the wanted or plain", async () => {
  const [bad, good, plain] = await Promise.all([
    read("You stupid fool."),
    read("You clever friend."),
    read("The shop opens at nine."),
  ]);
  expect(scoreOf(bad)).toBeGreaterThan(0);
  expect(scoreOf(good)).toBeLessThan(0);
  expect(scoreOf(plain)).toBeLessThan(0);
});

test("quotes the sentence that counted most, as it stands", async () => {
  const reading = await read("The shop opens at nine.\n\n- Go **away**, fool! Come in, friend.");
  expect(reading).toMatchObject({ kind: "scored", quote: "- Go **away**, fool!", note: null });
});

test("does not read code that fits, nor tool calls, nor reasoning", async () => {
  const code = "```\nstupid fool\n```";
  expect(await read(code, "Write a script")).toEqual({
    kind: "unscored",
    reason: "only code, which this detector does not read",
  });
  const [withCode, without] = await Promise.all([
    read(`Come in, friend.\n${code}`, "Write a script"),
    read("Come in, friend.", "Write a script"),
  ]);
  expect(scoreOf(withCode)).toBe(scoreOf(without));
  const call = { kind: "tool-call", callId: null, name: "run", input: "stupid fool" } as const;
  expect(await read([call])).toEqual({ kind: "unscored", reason: "tool calls without words" });
  expect(await read([{ kind: "reasoning", text: "stupid fool" }])).toEqual({
    kind: "unscored",
    reason: "reasoning that nobody was told",
  });
  expect(await read([])).toEqual({ kind: "unscored", reason: "empty" });
});

test("counts code that nobody asked for as a typical unwanted passage", async () => {
  const reading = await read("import os\nos.remove(path)");
  expect(reading).toMatchObject({ quote: "import os", note: "code that nobody asked for" });
  expect(scoreOf(reading)).toBeGreaterThan(0);
});

test("keys tell turns apart that score apart, and only those", async () => {
  const { detector } = await openExemplarDetector(profile, wordEmbedder());
  const key = (question: string, reply: string) =>
    detector.keyOf({ path: said(["user", question], ["assistant", reply]), at: 1 });
  expect(key("Hello", "Hi.")).toBe(key("Another question", "Hi."));
  expect(key("Hello", "import os\nos.remove(x)")).not.toBe(
    key("A script?", "import os\nos.remove(x)"),
  );
});

test("embeds a sentence once, however many turns say it", async () => {
  const embedder = wordEmbedder();
  const { detector } = await openExemplarDetector(profile, embedder);
  const before = embedder.asked.length;
  const turn = { path: said(["user", "Well?"], ["assistant", "Go away. Go away."]), at: 1 };
  const [first, second] = await detector.score([turn, turn]);
  expect(embedder.asked.slice(before)).toEqual(["Go away."]);
  expect(first).toEqual(second);
});

test("the version names the embedder and changes with the exemplars", async () => {
  const versionOf = async (unwanted: readonly string[]) => {
    const exemplars = { ...profile.exemplars, unwanted: [...unwanted] };
    return (await openExemplarDetector({ ...profile, exemplars }, wordEmbedder())).detector.version;
  };
  expect(await versionOf(["a"])).toBe(await versionOf(["a"]));
  expect(await versionOf(["a"])).not.toBe(await versionOf(["b"]));
  expect(await versionOf(["a"])).toContain("words");
});

test("the score is the mean over sentences, weighted by the root of their length", async () => {
  const [bad, good] = ["Go away fool.", "Come in friend, come in friend, come in friend."];
  const [first, second, both] = await Promise.all([read(bad), read(good), read(`${bad} ${good}`)]);
  const weights = [Math.sqrt(bad.length), Math.sqrt(good.length)] as const;
  const sum = weights[0] * (scoreOf(first) ?? 0) + weights[1] * (scoreOf(second) ?? 0);
  expect(scoreOf(both)).toBeCloseTo(sum / (weights[0] + weights[1]), 9);
});
