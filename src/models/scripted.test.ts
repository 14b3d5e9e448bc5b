import { expect, it } from "vitest";
import { chatModelContract } from "../../test/contracts/chat-model.contract.ts";
import { scorerContract } from "../../test/contracts/scorer.contract.ts";
import { scriptedModel, scriptedScorer } from "./scripted.ts";

const echo = () =>
  scriptedModel(({ messages, seed }) => `${seed}: ${messages.at(-1)?.content ?? ""}  \n`);
const byLength = () =>
  scriptedScorer((context, reply) => -1 - context.length / 10 - reply.length / 100);

chatModelContract("scriptedModel", async () => echo());
scorerContract("scriptedScorer", { open: async () => byLength() });

const request = {
  messages: [{ role: "user", content: "one two three" }],
  maxTokens: 100,
  temperature: 0,
  topP: 1,
  seed: 4,
} as const;

it("counts words as tokens, trailing blanks as one more, and the end of turn", async () => {
  expect(await echo().generate(request)).toEqual({
    text: "4: one two three  \n",
    finish: "stop",
    evaluatedTokens: 4,
    reusedTokens: 0,
    generatedTokens: 6,
  });
});

it("cuts a reply at the token limit, where no room is left for the end of turn", async () => {
  const cut = await echo().generate({ ...request, maxTokens: 3 });
  expect(cut).toMatchObject({ text: "4: one two", finish: "length", generatedTokens: 3 });
  const almost = await scriptedModel(() => "a b c").generate({ ...request, maxTokens: 3 });
  expect(almost).toMatchObject({ text: "a b c", finish: "length", generatedTokens: 3 });
  const whole = await scriptedModel(() => "a b c").generate({ ...request, maxTokens: 4 });
  expect(whole).toMatchObject({ text: "a b c", finish: "stop", generatedTokens: 4 });
});

it("stops a stream between two fragments", async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const streaming = async () => {
    for await (const fragment of echo().stream({ ...request, signal: stop.signal })) {
      seen.push(fragment);
      if (seen.length === 2) stop.abort();
    }
  };
  await expect(streaming()).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  expect(seen).toEqual(["4:", " one"]);
});

it("refuses a log-probability that is none", async () => {
  for (const value of [0.1, Number.NaN, Number.NEGATIVE_INFINITY]) {
    const scorer = scriptedScorer(() => value);
    await expect(scorer.score({ context: [], continuations: ["a"] })).rejects.toThrow(
      `at most 0 nats, not ${value}`,
    );
  }
});
