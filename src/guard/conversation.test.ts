import { describe, expect, it } from "vitest";
import { defaultGuardCosts, planEdits, policyFrom, wireOf } from "../contain/index.ts";
import { defaultCalibration, defaultDependence, type Edit, textOf } from "../core/index.ts";
import { chatBody, type Said, wireChat } from "./__fixtures__/chats.ts";
import { type TestedGuard, testedGuard } from "./__fixtures__/guards.ts";
import type { GuardedConversation, Preparation } from "./guard.ts";
import { pathInForce } from "./path-in-force.ts";

/**
 * A model as the hypothesis has it: one rude reply in what it is sent, or a provocation at its end, and it is rude
 * from there on.
 */
function modelReply(sent: readonly string[]): string {
  const isProvoked = sent.at(-1)?.includes("provoke") === true;
  return isProvoked || sent.some((text) => text.includes("rude")) ? "rude words" : "kind words";
}

interface Turn {
  readonly preparation: Preparation;
  readonly reply: string;
  readonly edits: readonly Edit[];
}

/** A client that keeps its own history and asks through the guard. */
function client(tested: TestedGuard, session: string | null) {
  const said: Said[] = ["system: be kind"];
  return {
    said,
    async ask(text: string): Promise<Turn> {
      said.push(`user: ${text}`);
      const conversation: GuardedConversation = {
        tenant: "one",
        session,
        messages: wireChat(said).messages,
        earlier: [],
        isEditable: true,
      };
      const preparation = await tested.guard.prepare(conversation, { mode: "enforce" });
      const sent = pathInForce(
        conversation.messages,
        planEdits(conversation.messages, preparation.edits),
      ).messages.map(textOf);
      const reply = modelReply(sent);
      said.push(`assistant: ${reply}`);
      await tested.guard.settle(conversation, wireChat(said).messages.slice(-1), {
        preparation,
        judgement: null,
      });
      return { preparation, reply, edits: preparation.edits };
    },
  };
}

/** The body as it goes on. */
function sentBody(said: readonly Said[], edits: readonly Edit[]): string {
  const conversation = wireChat(said);
  const plan = planEdits(conversation.messages, edits);
  return wireOf("openai-chat").edit(chatBody(said), conversation, plan);
}

describe("a conversation under guard", () => {
  it("turns, is caught, is rewound, and is released once it has recovered", async () => {
    const tested = testedGuard();
    const { ask } = client(tested, "s");
    expect((await ask("hello")).reply).toBe("kind words");
    expect((await ask("how are you?")).reply).toBe("kind words");
    const bad = await ask("I provoke you");
    expect(bad).toMatchObject({ reply: "rude words", preparation: { action: "none" } });

    const turns: Turn[] = [];
    for (const text of ["well?", "and now?", "still?", "yes?", "go on"])
      turns.push(await ask(text));
    const actions = turns.map(({ preparation }) => preparation.action);
    expect(actions).toContain("rewind");
    const cured = actions.lastIndexOf("rewind");
    for (const { reply } of turns.slice(cured)) expect(reply).toBe("kind words");
    for (const { preparation } of turns.slice(cured + 1)) {
      expect(preparation.action).toBe("none");
      expect(preparation.belief?.belief.turned).toBeLessThan(0.1);
    }
  });

  it("sends what was edited the same way, byte for byte, in every later request", async () => {
    const tested = testedGuard();
    const one = client(tested, "s");
    await one.ask("I provoke you");
    let acted = await one.ask("well?");
    for (let turn = 0; acted.preparation.action !== "rewind"; turn++) {
      expect(turn).toBeLessThan(5);
      acted = await one.ask(`turn ${turn}`);
    }
    expect(acted.edits).not.toEqual([]);
    const kept = acted.edits;
    const until = [...one.said];
    for (const text of ["a", "b", "c"]) {
      const { edits } = await one.ask(text);
      expect(edits.slice(0, kept.length)).toEqual(kept);
      expect(sentBody(one.said, edits).startsWith(sentBody(until, kept).slice(0, -2))).toBe(true);
    }
  });

  it("can turn again after it was rewound, and is caught again", async () => {
    const tested = testedGuard();
    const { ask } = client(tested, "s");
    await ask("hello");
    const actions: string[] = [];
    for (const text of ["I provoke you", "b", "c", "d", "I provoke you", "f", "g", "h"]) {
      actions.push((await ask(text)).preparation.action);
    }
    expect(actions.slice(1, 4)).toContain("rewind");
    expect(actions.slice(5)).toContain("rewind");
  });

  it("is brought back by the policy that costs in plain terms give, too", async () => {
    const calibration = defaultCalibration;
    const grounds = { calibration, dependence: defaultDependence, costs: defaultGuardCosts };
    const { ask } = client(testedGuard({ policy: policyFrom(grounds) }), "s");
    await ask("hello");
    await ask("I provoke you");
    const turns: Turn[] = [];
    for (const text of ["a", "b", "c", "d", "e", "f"]) turns.push(await ask(text));
    const acted = turns.findIndex(({ preparation }) => preparation.edits.length > 0);
    expect(acted).toBeGreaterThanOrEqual(0);
    expect(turns.at(-1)).toMatchObject({ reply: "kind words", preparation: { action: "none" } });
  });

  it("does not hold one branch to what was done on another", async () => {
    const tested = testedGuard();
    const one = client(tested, null);
    await one.ask("hello");
    await one.ask("I provoke you");
    await one.ask("well?");
    await one.ask("and?");
    const other = client(tested, null);
    await other.ask("hello");
    const { preparation, reply } = await other.ask("something else");
    expect(preparation.action).toBe("none");
    expect(reply).toBe("kind words");
    const plan = planEdits(wireChat(other.said).messages, preparation.edits);
    expect(plan.drops.size + plan.appends.length).toBe(0);
  });

  it("audits every reply that left, with its belief and nothing of what was said", async () => {
    const tested = testedGuard();
    const { ask, said } = client(tested, "s");
    for (const text of ["hello", "I provoke you", "well?"]) await ask(text);
    const { key } = (await ask("now?")).preparation;
    const audits = (await tested.parts.log.read(key)).filter(({ kind }) => kind === "audited");
    expect(audits).toHaveLength(said.filter((one) => one.startsWith("assistant")).length);
    expect(audits[0]).toMatchObject({ evidence: { nats: -4 }, content: null, action: "none" });
    expect(JSON.stringify(audits)).not.toContain("words");
  });
});
