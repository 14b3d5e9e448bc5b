import { expect, it } from "vitest";
import { behaviourOf, textOf } from "../../core/index.ts";
import { scriptedModel } from "../../models/index.ts";
import type { EvidenceReader } from "../../ports/index.ts";
import { loadProfile } from "../load-profile.ts";
import { guardForks } from "./guard-forks.ts";
import { serveConfigSchema } from "./serve-config.ts";

const reader: EvidenceReader = {
  version: "words",
  isDeterministic: true,
  backlog: 0,
  read: async (turns) =>
    turns.map(({ path, at }) => {
      const text = textOf(path[at] ?? { parts: [] });
      return text === "odd"
        ? { kind: "unscored", reason: "cannot be read" }
        : { kind: "evidence", nats: text === "rude" ? 3 : -3 };
    }),
  async [Symbol.asyncDispose]() {},
};

it("draws one reply a seed after the context, and says of each what was found or is missing", async () => {
  const profile = await loadProfile("assistant");
  const behaviour = behaviourOf(profile, profile.defaultBehaviour);
  const answers = new Map([
    [1, "rude"],
    [2, "kind"],
    [3, "odd"],
    [4, " "],
  ]);
  const asked: string[] = [];
  const chat = scriptedModel(({ messages, seed }) => {
    asked.push(messages.map(({ content }) => content).join("|"));
    return answers.get(seed) ?? "";
  });
  const config = { ...serveConfigSchema.parse({}).forks, enabled: true, count: 5 };
  const forks = guardForks({ chat, reader, behaviour, isPaid: true, config });
  expect(forks).toMatchObject({ isPaid: true, isPaidAllowed: true, questions: 5 });
  const context = [
    { role: "user", content: "hello" },
    { role: "assistant", content: "hi" },
    { role: "user", content: "what do you think?" },
  ] as const;
  const found = await forks.reader.read({ context, behaviour, seeds: [1, 2, 3, 4] });
  expect(found.map(({ text, missing }) => [text, missing])).toEqual([
    ["rude", null],
    ["kind", null],
    ["odd", "unscored"],
    [" ", "empty"],
  ]);
  expect(found[0]?.evidence).toEqual({ kind: "evidence", nats: 3 });
  expect(asked).toEqual(Array.from({ length: 4 }, () => "hello|hi|what do you think?"));
});
