import { describe, expect, it } from "vitest";
import { smallBehaviour } from "../../test/small/small-behaviour.ts";
import type { Evidence } from "../core/index.ts";
import type { ForkReader, ForkRequest } from "../ports/index.ts";
import { chat, reply, type Said } from "./__fixtures__/chats.ts";
import { testedGuard } from "./__fixtures__/guards.ts";
import { forkContext } from "./fork-context.ts";
import { type ForkParts, forkDefaults } from "./fork-parts.ts";

const behaviour = smallBehaviour();

/** Finds the same in every fork; the second of a conversation cannot be read. */
function scriptedForks(nats: number): ForkReader & { readonly asked: ForkRequest[] } {
  const asked: ForkRequest[] = [];
  return {
    asked,
    async read(request) {
      asked.push(request);
      const isRefused = asked.length % 3 === 2;
      const evidence: Evidence = isRefused
        ? { kind: "unscored", reason: "refused" }
        : { kind: "evidence", nats };
      const missing = isRefused ? "refused" : null;
      const tokens = { evaluatedTokens: 10, reusedTokens: 90, generatedTokens: 5 };
      return request.seeds.map(() => ({ text: "x", finish: "stop", evidence, missing, ...tokens }));
    },
  };
}

function forksOf(options: Partial<ForkParts> = {}) {
  const reader = scriptedForks(3);
  const forks: ForkParts = {
    ...forkDefaults,
    reader,
    behaviour,
    isPaid: false,
    between: [0.05, 0.99],
    tokenShare: 100,
    seed: 7,
    ...options,
  };
  return { forks, reader };
}

const said: readonly Said[] = [
  "system: be kind",
  "user: hello",
  "assistant: kind words",
  "user: I provoke you",
];

async function settled(options: Partial<ForkParts> = {}, text = "rude words") {
  const { forks, reader } = forksOf(options);
  const tested = testedGuard({ forks });
  const conversation = chat(said);
  const preparation = await tested.guard.prepare(conversation, { mode: "observe" });
  const facts = { preparation, judgement: null };
  await tested.guard.settle(conversation, reply(said, text), facts);
  const again = () => tested.guard.settle(conversation, reply(said, text), facts);
  return { ...tested, asked: reader.asked, key: preparation.key, again };
}

describe("forks", () => {
  it("ask unrelated questions after the reply, and log what they showed", async () => {
    const { asked, parts, key, events } = await settled();
    expect(asked).toHaveLength(3);
    for (const { context } of asked) {
      expect(context.slice(0, -1).map(({ content }) => content)).toEqual([
        "be kind",
        "hello",
        "kind words",
        "I provoke you",
        "rude words",
      ]);
    }
    const questions = asked.map(({ context }) => context.at(-1)?.content);
    expect(new Set(questions).size).toBe(3);
    expect(behaviour.items.map(({ question }) => question)).toEqual(
      expect.arrayContaining(questions),
    );
    const forked = (await parts.log.read(key)).filter(({ kind }) => kind === "forked");
    expect(forked).toMatchObject([{ nats: [3, 3], missing: 1, tokens: 45 }]);
    expect(events).toContainEqual({ kind: "forks-drawn", forks: 3, missing: 1, tokens: 45 });
  });

  it("ask the same questions of the same place, and none of one that was asked", async () => {
    const [one, two] = [await settled(), await settled()];
    expect(one.asked).toEqual(two.asked);
    await one.again();
    expect(one.asked).toHaveLength(3);
  });

  it("are drawn only in doubt", async () => {
    expect((await settled({}, "kind words")).asked).toEqual([]);
    expect((await settled({ between: [0, 0.01] })).asked).toEqual([]);
  });

  it("cost no money unless that is allowed", async () => {
    expect((await settled({ isPaid: true })).asked).toEqual([]);
    expect((await settled({ isPaid: true, isPaidAllowed: true })).asked).toHaveLength(3);
  });

  it("stay within the conversation's own tokens, and within the minute's count", async () => {
    expect((await settled({ tokenShare: 0.2 })).asked).toEqual([]);
    expect((await settled({ perMinute: 2 })).asked).toHaveLength(2);
    expect((await settled({ perMinute: 0 })).asked).toEqual([]);
  });

  it("count in the beliefs that come after", async () => {
    const { guard } = await settled();
    const without = await settled({ perMinute: 0 });
    const next = chat([...said, "assistant: rude words", "user: and now?"]);
    const observe = { mode: "observe" } as const;
    const forked = (await guard.prepare(next, observe)).belief?.belief;
    const plain = (await without.guard.prepare(next, observe)).belief?.belief;
    expect((forked?.masked ?? 0) + (forked?.turned ?? 0)).toBeGreaterThan(
      (plain?.masked ?? 0) + (plain?.turned ?? 0),
    );
  });
});

describe("a context for forks", () => {
  it("tells tools in words and joins what one speaker says", () => {
    const [user] = chat(["user: hello"]).messages.map(({ message }) => message);
    if (user === undefined) throw new RangeError("there is a message");
    const context = forkContext([
      user,
      {
        ...user,
        role: "assistant",
        parts: [
          { kind: "reasoning", text: "hm" },
          { kind: "tool-call", callId: "1", name: "look", input: "{}" },
        ],
      },
      {
        ...user,
        role: "tool",
        parts: [
          {
            kind: "tool-result",
            callId: "1",
            name: "look",
            output: "42",
            isError: null,
            exitCode: null,
          },
        ],
      },
      user,
    ]);
    expect(context).toEqual([
      { role: "user", content: "hello" },
      { role: "assistant", content: "[calls look: {}]" },
      { role: "user", content: "[look gives: 42]\n\nhello" },
    ]);
  });
});
