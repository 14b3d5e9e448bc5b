import { describe, expect, it } from "vitest";
import type { TranscriptMessage } from "../core/index.ts";
import { chat, reply, type Said } from "./__fixtures__/chats.ts";
import { testedGuard } from "./__fixtures__/guards.ts";
import { scriptedReader } from "./__fixtures__/scripted-reader.ts";

const said: readonly Said[] = ["system: be kind", "user: hello"];
const asMessages = (...texts: string[]): readonly TranscriptMessage[] =>
  texts.flatMap((text) => reply(said, text).map(({ message }) => message));

describe("judging a pending reply", () => {
  it("holds what is off-profile by itself, whatever the history", async () => {
    const { guard } = testedGuard();
    const long: readonly Said[] = [
      ...said,
      ...Array.from({ length: 20 }, (): Said[] => ["assistant: kind", "user: on"]).flat(),
    ];
    const judgement = await guard.judge(chat(long), asMessages("rude words"), {});
    expect(judgement).toMatchObject({ verdict: "hold", unscored: null });
    // Logistic of 4 nats and a prior of 0.05.
    expect(judgement.probability).toBeCloseTo(0.7418, 4);
  });

  it("passes what is not", async () => {
    const { guard } = testedGuard();
    const judgement = await guard.judge(chat(said), asMessages("kind words"), {});
    expect(judgement).toMatchObject({ verdict: "pass", unscored: null });
  });

  it("says why a reply could not be read, and leaves the rest to the caller", async () => {
    const { guard } = testedGuard();
    expect(await guard.judge(chat(said), asMessages("hm"), {})).toMatchObject({
      verdict: "pass",
      probability: null,
      unscored: "no word of the list",
    });
    expect(await guard.judge(chat(said), [], {})).toMatchObject({
      verdict: "pass",
      unscored: "the reply has no message",
    });
  });

  it("goes by the strongest message; one without words does not count beside it", async () => {
    const { guard } = testedGuard();
    const judge = (...texts: string[]) => guard.judge(chat(said), asMessages(...texts), {});
    expect(await judge("kind", "rude", "kind")).toMatchObject({ verdict: "hold" });
    expect(await judge("kind", "hm")).toMatchObject({
      verdict: "pass",
      unscored: "no word of the list",
    });
    expect(await judge("rude", "hm")).toMatchObject({ verdict: "hold", unscored: null });
    const silent = asMessages("x").map((message) => ({ ...message, parts: [] }));
    const spoken = [...asMessages("kind"), ...silent];
    expect(await guard.judge(chat(said), spoken, {})).toMatchObject({ unscored: null });
  });

  it("asks about a reply once", async () => {
    const { guard, reader } = testedGuard();
    const first = await guard.judge(chat(said), asMessages("kind words"), {});
    const again = await guard.judge(chat(said), asMessages("kind words"), {});
    expect(again).toEqual({ ...first, scoringMs: 0 });
    expect(reader.asked).toHaveLength(1);
    await guard.judge(chat(said, { tenant: "two" }), asMessages("kind words"), {});
    expect(reader.asked).toHaveLength(2);
  });

  it("reads a reply in the context that the model saw", async () => {
    const reader = scriptedReader();
    const seen: number[] = [];
    const { read } = reader;
    reader.read = (turns, options) => {
      seen.push(...turns.map(({ path }) => path.length));
      return read(turns, options);
    };
    const { guard } = testedGuard({ reader });
    const rude: readonly Said[] = ["assistant: rude", "user: a"];
    const turned = [...said, ...rude, ...rude, ...rude];
    const conversation = chat(turned);
    const { action } = await guard.prepare(conversation, { mode: "enforce" });
    await guard.judge(conversation, asMessages("kind"), {});
    expect(action).toBe("rewind");
    expect(seen.at(-1)).toBeLessThan(turned.length + 1);
    expect(reader.asked.at(-1)).toBe("kind");
  });

  it("stops when the client has gone", async () => {
    const { guard } = testedGuard();
    const options = { signal: AbortSignal.abort() };
    await expect(guard.judge(chat(said), asMessages("kind"), options)).rejects.toMatchObject({
      failure: { kind: "cancelled" },
    });
  });
});
