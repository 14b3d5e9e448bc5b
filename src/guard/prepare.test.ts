import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryActionLog, memoryEvidenceCache } from "../stores/index.ts";
import { chat, reply, type Said } from "./__fixtures__/chats.ts";
import { eager, steps, testedGuard } from "./__fixtures__/guards.ts";
import { scriptedReader } from "./__fixtures__/scripted-reader.ts";
import { conversationKey } from "./conversation-keys.ts";

const turned: readonly Said[] = [
  "system: be kind",
  "user: hello",
  "assistant: kind words",
  "user: well?",
  "assistant: rude words",
  "user: and now?",
];

const enforce = { mode: "enforce" } as const;
const observe = { mode: "observe" } as const;

describe("prepare in enforce mode", () => {
  it("reads unread turns, acts, and logs it before it resolves", async () => {
    const { guard, parts, reader, events } = testedGuard();
    const prepared = await guard.prepare(chat(turned), enforce);
    expect(reader.asked).toEqual(["kind words", "rude words"]);
    expect(prepared.belief).toMatchObject({
      scored: 2,
      unscored: 0,
      flipAt: 4,
      isCalibrated: false,
    });
    expect(prepared.action).not.toBe("none");
    const entries = await parts.log.read(prepared.key);
    expect(entries.map(({ kind }) => kind)).toEqual(["pinned", "acted"]);
    expect(entries[1]).toMatchObject({ action: prepared.action, edits: prepared.edits });
    expect(events).toContainEqual({
      kind: "action-taken",
      action: prepared.action,
      mode: "enforce",
    });
  });

  it("does not act again when the same request is sent again, also at the same time", async () => {
    const { guard, parts } = testedGuard();
    const [first, ...others] = await Promise.all(
      [0, 1, 2].map(() => guard.prepare(chat(turned), enforce)),
    );
    for (const other of [...others, await guard.prepare(chat(turned), enforce)]) {
      expect(other.action).toBe("none");
      expect(other.edits).toEqual(first?.edits);
    }
    const entries = await parts.log.read(first?.key ?? "");
    expect(entries.filter(({ kind }) => kind === "acted")).toHaveLength(1);
  });

  it("goes on to something stronger only once a reply has shown that it did not help", async () => {
    const { guard } = testedGuard({ policy: eager });
    const said: readonly Said[] = [
      "user: a",
      "assistant: kind",
      "user: b",
      "assistant: rude",
      "user: c",
    ];
    const actionAfter = async (...more: Said[]) =>
      (await guard.prepare(chat([...said, ...more]), enforce)).action;
    expect(await actionAfter()).toBe("inoculate");
    expect(await actionAfter("assistant: kind", "user: d")).toBe("none");
    expect(await actionAfter("assistant: hm", "user: d")).toBe("none");
    expect(await actionAfter("assistant: rude", "user: d")).toBe("rewind");
    expect(await actionAfter("assistant: rude", "user: d", "assistant: rude", "user: e")).toBe(
      "clear",
    );
  });

  it("counts what it cannot read, and does not ask again within a minute", async () => {
    let now = 0;
    const { guard, reader } = testedGuard({ now: () => now });
    const said: readonly Said[] = ["user: a", "assistant: hm", "user: b"];
    expect(await guard.prepare(chat(said), enforce)).toMatchObject({
      belief: null,
      action: "none",
    });
    await guard.prepare(chat(said), enforce);
    expect(reader.asked).toEqual(["hm"]);
    now = 60_000;
    await guard.prepare(chat(said), enforce);
    expect(reader.asked).toEqual(["hm", "hm"]);
  });

  it("asks once about a turn that a judge may read differently next time", async () => {
    const { guard, reader, parts } = testedGuard({ reader: scriptedReader(false) });
    const { key } = await guard.prepare(chat(turned), enforce);
    await guard.prepare(chat(turned), enforce);
    expect(reader.asked).toHaveLength(2);
    const read = (await parts.log.read(key)).filter(({ kind }) => kind === "read");
    expect(read).toMatchObject([{ evidence: { nats: -4 } }, { evidence: { nats: 4 } }]);
  });

  it("only proposes where nothing can be edited", async () => {
    const { guard, parts } = testedGuard();
    const prepared = await guard.prepare(chat(turned, { isEditable: false }), enforce);
    expect(prepared).toMatchObject({ action: "propose", edits: [] });
    expect(prepared.why).not.toBe("");
    expect(await parts.log.read(prepared.key)).toEqual([]);
  });

  it("stops when the client has gone", async () => {
    const { guard } = testedGuard();
    const signal = AbortSignal.abort();
    await expect(guard.prepare(chat(turned), { ...enforce, signal })).rejects.toMatchObject({
      failure: { kind: "cancelled" },
    });
  });

  it("counts evidence that came before these messages", async () => {
    const { guard } = testedGuard();
    const earlier = [4, 4, 4].map((nats) => ({ kind: "evidence", nats }) as const);
    const prepared = await guard.prepare(chat(["user: go on"], { earlier }), enforce);
    expect(prepared.belief).toMatchObject({ scored: 3, flipAt: null });
    expect(prepared.belief?.belief.turned).toBeGreaterThan(0.5);
  });
});

describe("prepare in observe mode", () => {
  it("waits for no reader: unread turns are unscored, and nothing is logged", async () => {
    const { guard, reader, parts } = testedGuard();
    const prepared = await guard.prepare(chat(turned), observe);
    expect(prepared).toMatchObject({ belief: null, action: "none", edits: [], scoringMs: 0 });
    expect(reader.asked).toEqual([]);
    expect(await parts.log.read(prepared.key)).toEqual([]);
  });

  it("proposes once turns are known, and never edits", async () => {
    const { guard, parts } = testedGuard();
    const before = chat(turned.slice(0, -2));
    const preparation = await guard.prepare(before, observe);
    await guard.settle(before, reply(turned.slice(0, -2), "rude words"), {
      preparation,
      judgement: null,
    });
    const prepared = await guard.prepare(chat(turned), observe);
    expect(prepared).toMatchObject({ action: "propose", edits: [] });
    expect(prepared.why).toMatch(/^would \w+, but this only observes: /);
    const kinds = (await parts.log.read(prepared.key)).map(({ kind }) => kind);
    expect(kinds).toEqual(["pinned", "audited"]);
  });

  it("applies edits that are in force", async () => {
    const { guard } = testedGuard();
    const { edits } = await guard.prepare(chat(turned), enforce);
    expect(edits).not.toEqual([]);
    expect((await guard.prepare(chat(turned), observe)).edits).toEqual(edits);
  });
});

const lines = fc.array(fc.constantFrom("kind", "rude", "unsure", "hm"), { maxLength: 6 });
const conversations = lines.map((replies): readonly Said[] => [
  "user: hello",
  ...replies.flatMap((text, turn): Said[] => [`assistant: ${text}`, `user: ${turn}`]),
]);

describe("prepare of any conversation", () => {
  it("twice equals once", async () => {
    await fc.assert(
      fc.asyncProperty(conversations, fc.constantFrom(steps, eager), async (said, policy) => {
        const { guard, parts } = testedGuard({ policy });
        const first = await guard.prepare(chat(said), enforce);
        const logged = await parts.log.read(first.key);
        const again = await guard.prepare(chat(said), enforce);
        expect(again.edits).toEqual(first.edits);
        expect(again.action).not.toMatch(/inoculate|rewind|clear/);
        expect(await parts.log.read(first.key)).toEqual(logged);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it("never edits while it observes", async () => {
    await fc.assert(
      fc.asyncProperty(conversations, async (said) => {
        const cache = memoryEvidenceCache();
        // Another guard of the same parts has read it all.
        await testedGuard({ cache }).guard.prepare(chat(said), enforce);
        const { guard, parts } = testedGuard({ cache });
        const { edits, action, key } = await guard.prepare(chat(said), observe);
        expect(edits).toEqual([]);
        expect(["none", "propose"]).toContain(action);
        expect(await parts.log.read(key)).toEqual([]);
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it("shares nothing between tenants", async () => {
    await fc.assert(
      fc.asyncProperty(conversations, fc.option(fc.string()), async (said, session) => {
        const shared = { cache: memoryEvidenceCache(), log: memoryActionLog() };
        const one = chat(said, { session });
        const two = { ...one, tenant: "two" };
        const first = testedGuard(shared);
        await first.guard.prepare(one, enforce);
        const { reader, guard, parts } = testedGuard(shared);
        await guard.prepare(two, enforce);
        expect(reader.asked).toEqual(first.reader.asked);
        expect(conversationKey(one, parts.digest)).not.toBe(conversationKey(two, parts.digest));
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
