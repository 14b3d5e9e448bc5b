import { describe, expect, it } from "vitest";
import { planEdits } from "../contain/index.ts";
import { memoryActionLog } from "../stores/index.ts";
import { brokenLog } from "./__fixtures__/broken-log.ts";
import { chat, reply, type Said } from "./__fixtures__/chats.ts";
import { testedGuard } from "./__fixtures__/guards.ts";
import type { Judgement } from "./guard.ts";

const said: readonly Said[] = ["system: be kind", "user: hello"];
const enforce = { mode: "enforce" } as const;
const judgement: Judgement = {
  verdict: "hold",
  probability: 0.74,
  unscored: null,
  evidence: [{ kind: "evidence", nats: 4 }],
  scoringMs: 1,
};
const regenerated = { attempt: 1, judgement, outcome: "regenerated", text: "rude words" } as const;

describe("a held reply", () => {
  it("is drawn again with the tail inoculated, and the edit holds from then on", async () => {
    const { guard, parts } = testedGuard({ storeContent: "full" });
    const conversation = chat(said);
    const preparation = await guard.prepare(conversation, enforce);
    const edits = guard.regeneration(conversation, preparation, 1);
    expect(edits).toEqual([
      { kind: "append", after: conversation.messages.at(-1)?.link, text: parts.inoculation },
    ]);
    await guard.held(conversation, preparation, { ...regenerated, edits });
    const entries = await parts.log.read(preparation.key);
    expect(entries).toMatchObject([
      { kind: "pinned" },
      { kind: "held", outcome: "regenerated", content: { kind: "text", text: "rude words" } },
      { kind: "acted", action: "inoculate", edits },
    ]);
    const later = chat([...said, "assistant: kind words", "user: thanks"]);
    const next = await guard.prepare(later, enforce);
    expect(next).toMatchObject({ action: "none", edits });
    expect(planEdits(later.messages, next.edits).appends).toMatchObject([{ after: 1 }]);
  });

  it("adds nothing where the tail is inoculated already", async () => {
    const { guard } = testedGuard();
    const conversation = chat(said);
    const preparation = await guard.prepare(conversation, enforce);
    const edits = guard.regeneration(conversation, preparation, 1);
    expect(guard.regeneration(conversation, { ...preparation, edits }, 1)).toEqual([]);
    expect(guard.regeneration({ ...conversation, isEditable: false }, preparation, 1)).toEqual([]);
  });

  it("is drawn again without what may have turned the model, the second time", async () => {
    const { guard, parts } = testedGuard();
    const conversation = chat([...said, "assistant: rude words", "user: and now?"]);
    const preparation = await guard.prepare(conversation, { mode: "observe" });
    const { messages } = conversation;
    const suspect = {
      belief: { loyal: 0.8, masked: 0, turned: 0.2 },
      flipProbability: 0.2,
      flipAt: 2,
      scored: 1,
      unscored: 0,
      isCalibrated: false,
    };
    const doubted = { ...preparation, belief: suspect };
    const edits = guard.regeneration(conversation, doubted, 2);
    expect(edits).toEqual([{ kind: "drop", from: messages[1]?.link, through: messages[2]?.link }]);
    await guard.held(conversation, doubted, { ...regenerated, attempt: 2, edits });
    const entries = await parts.log.read(preparation.key);
    expect(entries.at(-1)).toMatchObject({ kind: "acted", action: "rewind", edits });
    const sure = { ...doubted, belief: { ...suspect, flipProbability: 0.05 } };
    expect(guard.regeneration(conversation, sure, 2)).toMatchObject([{ kind: "append" }]);
  });

  it("that was withheld leaves no edit", async () => {
    const { guard, parts, events } = testedGuard({ storeContent: "hash" });
    const conversation = chat(said);
    const preparation = await guard.prepare(conversation, enforce);
    await guard.held(conversation, preparation, { ...regenerated, outcome: "withheld", edits: [] });
    const [, entry, ...others] = await parts.log.read(preparation.key);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ kind: "held", probability: 0.74, content: { kind: "hash" } });
    expect(JSON.stringify(entry)).not.toContain("rude");
    expect(events).toContainEqual({ kind: "reply-held", outcome: "withheld" });
  });

  it("may not be sent again where its edit cannot be kept, unless stores that are down open", async () => {
    for (const onStoreDown of ["closed", "open"] as const) {
      const log = brokenLog(memoryActionLog());
      const { guard, events } = testedGuard({ log, onStoreDown });
      const conversation = chat(said);
      const preparation = await guard.prepare(conversation, enforce);
      const edits = guard.regeneration(conversation, preparation, 1);
      log.isBroken = true;
      const held = guard.held(conversation, preparation, { ...regenerated, edits });
      if (onStoreDown === "open") await held;
      else await expect(held).rejects.toMatchObject({ failure: { kind: "store" } });
      expect(events).toContainEqual(expect.objectContaining({ operation: "append" }));
    }
  });
});

describe("settling", () => {
  it("keeps what a judgement found, so that nobody reads the reply again", async () => {
    const { guard, reader, parts } = testedGuard();
    const conversation = chat(said);
    const preparation = await guard.prepare(conversation, enforce);
    const left = reply(said, "rude words");
    await guard.settle(conversation, left, { preparation, judgement });
    await guard.settle(conversation, left, { preparation, judgement });
    const next = chat([...said, "assistant: rude words", "user: b"]);
    expect((await guard.prepare(next, enforce)).belief).toMatchObject({ scored: 1 });
    expect(reader.asked).toEqual([]);
    const audits = (await parts.log.read(preparation.key)).filter(({ kind }) => kind === "audited");
    expect(audits).toHaveLength(1);
  });

  it("does not take a judgement of something else for this reply's", async () => {
    const { guard, reader } = testedGuard();
    const conversation = chat(said);
    const preparation = await guard.prepare(conversation, enforce);
    const other = { ...judgement, evidence: [] };
    await guard.settle(conversation, reply(said, "kind words"), { preparation, judgement: other });
    expect(reader.asked).toEqual(["kind words"]);
  });

  it("sheds, counts what it shed, and reads it with a later reply", async () => {
    const { guard, reader, events } = testedGuard();
    const first = chat(said);
    const preparation = await guard.prepare(first, { mode: "observe" });
    reader.isFull = true;
    await guard.settle(first, reply(said, "rude words"), { preparation, judgement: null });
    expect(events).toContainEqual({ kind: "turns-shed", turns: 1 });
    reader.isFull = false;
    const next = chat([...said, "assistant: rude words", "user: b"]);
    const prepared = await guard.prepare(next, enforce);
    expect(prepared.belief).toMatchObject({ scored: 1, unscored: 0 });
  });

  it("never rejects: a store that is down is an event", async () => {
    const log = brokenLog(memoryActionLog());
    const { guard, events } = testedGuard({ log });
    const conversation = chat(said);
    const preparation = await guard.prepare(conversation, { mode: "observe" });
    log.isBroken = true;
    await guard.settle(conversation, reply(said, "kind"), { preparation, judgement: null });
    expect(events.map(({ kind }) => kind)).toEqual([
      "store-failed",
      "turns-scored",
      "store-failed",
      "belief-updated",
    ]);
  });
});

describe("with a store that is down", () => {
  const turned: readonly Said[] = [
    ...said,
    "assistant: rude",
    "user: a",
    "assistant: rude",
    "user: b",
  ];

  it("enforcing refuses by default, observing passes", async () => {
    const log = brokenLog(memoryActionLog());
    const { guard } = testedGuard({ log });
    log.isBroken = true;
    await expect(guard.prepare(chat(turned), enforce)).rejects.toMatchObject({
      failure: { kind: "store" },
    });
    expect(await guard.prepare(chat(turned), { mode: "observe" })).toMatchObject({ edits: [] });
  });

  it("a conversation that only begins has no past to know, unless a high-water mark is kept", async () => {
    const log = brokenLog(memoryActionLog());
    log.isBroken = true;
    const { guard } = testedGuard({ log });
    expect(await guard.prepare(chat(said), enforce)).toMatchObject({ action: "none", edits: [] });
    const marked = testedGuard({ log, highWater: { releaseAfterTurns: 2 } });
    await expect(marked.guard.prepare(chat(said), enforce)).rejects.toThrow("the log is down");
  });

  it("enforcing makes no new edit where it is open, and says so", async () => {
    const log = brokenLog(memoryActionLog());
    const { guard } = testedGuard({ log, onStoreDown: "open" });
    log.isBroken = true;
    const prepared = await guard.prepare(chat(turned), enforce);
    expect(prepared).toMatchObject({ action: "propose", edits: [] });
    expect(prepared.why).toMatch(/but the log cannot be read/);
    log.isBroken = false;
    log.isFull = true;
    const full = await guard.prepare(chat(turned), enforce);
    expect(full).toMatchObject({ action: "propose", edits: [] });
    expect(full.why).toMatch(/not done, since it cannot be logged/);
  });

  it("goes on with the edits that it has seen", async () => {
    const log = brokenLog(memoryActionLog());
    const { guard } = testedGuard({ log, onStoreDown: "open" });
    const { edits } = await guard.prepare(chat(turned), enforce);
    expect(edits).not.toEqual([]);
    log.isBroken = true;
    expect((await guard.prepare(chat(turned), enforce)).edits).toEqual(edits);
    expect((await guard.prepare(chat(turned), { mode: "observe" })).edits).toEqual(edits);
  });

  it("enforcing refuses where an edit is due that cannot be kept", async () => {
    const log = brokenLog(memoryActionLog());
    const { guard } = testedGuard({ log });
    log.isFull = true;
    await expect(guard.prepare(chat(turned), enforce)).rejects.toMatchObject({
      failure: { kind: "store" },
    });
  });
});
