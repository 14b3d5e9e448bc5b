import { describe, expect, it } from "vitest";
import type { ActionLog } from "../ports/index.ts";
import { memoryActionLog } from "../stores/index.ts";
import { brokenLog } from "./__fixtures__/broken-log.ts";
import { chat, digest, reply, type Said } from "./__fixtures__/chats.ts";
import { testedGuard } from "./__fixtures__/guards.ts";
import type { Guard } from "./guard.ts";
import { createGuardChooser } from "./guard-chooser.ts";

const said: readonly Said[] = ["user: hello"];

const guardNamed = (id: string, log: ActionLog): Guard => testedGuard({ log, id }).guard;

async function speak(guard: Guard): Promise<string> {
  const conversation = chat(said);
  const preparation = await guard.prepare(conversation, { mode: "observe" });
  await guard.settle(conversation, reply(said, "kind"), { preparation, judgement: null });
  return preparation.key;
}

describe("the guard of a conversation", () => {
  it("is the one that it began with, and the current one for new conversations", async () => {
    const log = memoryActionLog();
    const [old, current] = [guardNamed("old", log), guardNamed("new", log)];
    await speak(old);
    const choose = createGuardChooser({ log, digest, onEvent: () => {} });
    const guards = { current, pinned: (id: string) => (id === "old" ? old : null) };
    expect(await choose(chat([...said, "assistant: kind", "user: b"]), guards)).toBe(old);
    expect(await choose(chat(["user: another"]), guards)).toBe(current);
    expect(await choose(chat(said, { tenant: "two" }), guards)).toBe(current);
  });

  it("is the current one once the old one is gone, and that is logged", async () => {
    const log = memoryActionLog();
    const [old, current] = [guardNamed("old", log), guardNamed("new", log)];
    await speak(old);
    const choose = createGuardChooser({ log, digest, onEvent: () => {} });
    const guard = await choose(chat(said), { current, pinned: () => null });
    expect(guard).toBe(current);
    const next: readonly Said[] = [...said, "assistant: kind", "user: b"];
    const preparation = await guard.prepare(chat(next), { mode: "observe" });
    const facts = { preparation, judgement: null };
    await guard.settle(chat(next), reply(next, "kind"), facts);
    const pins = (await log.read(preparation.key)).filter(({ kind }) => kind === "pinned");
    expect(pins).toMatchObject([{ guard: "old" }, { guard: "new" }]);
  });

  it("is the current one while the log is down, and is looked up again after that", async () => {
    const log = brokenLog(memoryActionLog());
    const [old, current] = [guardNamed("old", log), guardNamed("new", log)];
    await speak(old);
    const events: unknown[] = [];
    const choose = createGuardChooser({ log, digest, onEvent: (event) => events.push(event) });
    const guards = { current, pinned: () => old };
    log.isBroken = true;
    expect(await choose(chat(said), guards)).toBe(current);
    expect(events).toMatchObject([{ kind: "store-failed", operation: "read" }]);
    log.isBroken = false;
    expect(await choose(chat(said), guards)).toBe(old);
  });
});
