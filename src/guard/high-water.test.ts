import { describe, expect, it } from "vitest";
import { chat, reply, type Said } from "./__fixtures__/chats.ts";
import { type TestedGuard, testedGuard } from "./__fixtures__/guards.ts";

const session = "s";
const observe = { mode: "observe" } as const;

/** Sends a reply to what was said, and gives the history with it. */
async function leave(
  { guard }: TestedGuard,
  said: readonly Said[],
  text: string,
): Promise<readonly Said[]> {
  const conversation = chat(said, { session });
  const preparation = await guard.prepare(conversation, observe);
  await guard.settle(conversation, reply(said, text), { preparation, judgement: null });
  return [...said, `assistant: ${text}`, "user: and?"];
}

async function turnedChat(tested: TestedGuard): Promise<readonly Said[]> {
  let said: readonly Said[] = ["user: hello"];
  for (const text of ["kind", "rude", "rude", "rude"]) said = await leave(tested, said, text);
  return said;
}

const believed = async ({ guard }: TestedGuard, said: readonly Said[]) =>
  (await guard.prepare(chat(said, { session }), observe)).belief?.belief.turned ?? 0;

describe("the high-water mark", () => {
  const highWater = { releaseAfterTurns: 2 };

  it("holds belief up when the turns that spoke for a flip are left out", async () => {
    const tested = testedGuard({ highWater });
    const said = await turnedChat(tested);
    const before = await believed(tested, said);
    expect(before).toBeGreaterThan(0.5);
    expect(tested.events.map(({ kind }) => kind)).not.toContain("history-shortened");
    for (const shortened of [said.slice(0, 3), ["user: hello"] as const]) {
      expect(await believed(tested, shortened)).toBeGreaterThanOrEqual(before);
    }
    expect(tested.events).toContainEqual({ kind: "history-shortened", turns: 3 });
    const { belief, action } = await tested.guard.prepare(
      chat(said.slice(0, 3), { session }),
      observe,
    );
    const { loyal, masked, turned } = belief?.belief ?? { loyal: 0, masked: 0, turned: 0 };
    expect(loyal + masked + turned).toBeCloseTo(1, 12);
    expect(action).toBe("propose");
  });

  it("holds it up when they were forged", async () => {
    const tested = testedGuard({ highWater });
    const said = await turnedChat(tested);
    const forged = said.map((one): Said => (one === "assistant: rude" ? "assistant: kind" : one));
    expect(await believed(tested, forged)).toBeGreaterThan(0.5);
  });

  it("lets go after enough turns that speak against a flip", async () => {
    const tested = testedGuard({ highWater });
    let said: readonly Said[] = (await turnedChat(tested)).slice(0, 3);
    said = await leave(tested, said, "kind");
    expect(await believed(tested, said)).toBeGreaterThan(0.5);
    said = await leave(tested, said, "kind");
    expect(await believed(tested, said)).toBeLessThan(0.1);
  });

  it("does not stand against a rewind of ours", async () => {
    const tested = testedGuard({ highWater });
    const said = await turnedChat(tested);
    const acted = await tested.guard.prepare(chat(said, { session }), { mode: "enforce" });
    expect(acted.action).toBe("rewind");
    expect(await believed(tested, said)).toBeLessThan(0.1);
    expect(await believed(tested, said.slice(0, 3))).toBeLessThan(0.1);
  });

  it("is off unless asked for, and for conversations without a name", async () => {
    const off = testedGuard();
    expect(await believed(off, (await turnedChat(off)).slice(0, 3))).toBeLessThan(0.1);
    const nameless = testedGuard({ highWater });
    const said = await turnedChat(nameless);
    const { guard } = nameless;
    const { belief } = await guard.prepare(chat(said.slice(0, 3)), observe);
    expect(belief?.belief.turned ?? 0).toBeLessThan(0.1);
  });
});
