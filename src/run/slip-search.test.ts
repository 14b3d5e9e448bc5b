import { describe, expect, it } from "vitest";
import { resultBytes, run, smallPlan, smallSubject } from "../../test/small/small-run.ts";
import { type Behaviour, TurncoatError } from "../core/index.ts";
import { slipBudget } from "../measure/index.ts";
import type { ChatModel, ChatRequest } from "../ports/index.ts";
import { emptyRunMemory } from "../stores/index.ts";
import { countRun } from "./counts.ts";
import { readJournal } from "./journal.ts";
import type { SlipJudge } from "./slip-search.ts";

const plan = smallPlan("full");

/** Looks a reply up in the bank. */
const bankJudge: SlipJudge = async (question, reply, behaviour: Behaviour) => {
  const item = behaviour.items.find((one) => one.question === question);
  if (reply === item?.wanted) return "on";
  return reply === item?.unwanted ? "off" : null;
};

/** The chain, with a will of its own where it draws freely: every fourth seed gives the other reply. */
function wilful(offFrom = 4): ChatModel & { readonly requests: ChatRequest[] } {
  const subject = smallSubject();
  const requests: ChatRequest[] = [];
  return {
    ...subject,
    requests,
    generate: async (request) => {
      const reply = await subject.generate(request);
      if (request.temperature < 1) return reply;
      requests.push(request);
      const number = /q(\d+)\?$/.exec(request.messages.at(-1)?.content ?? "")?.[1] ?? "";
      const isOff = request.seed % offFrom === 0;
      return { ...reply, text: isOff ? `u${number} one two three four` : `w${number}` };
    },
  };
}

const chat = wilful();
const memory = emptyRunMemory();
const content = await run(plan, { chat, slipJudge: bankJudge, memory });
const draws = [...content.turns.values()].filter(({ judged }) => judged !== undefined);
const own = [...content.cells.values()].filter(({ arm }) => arm.startsWith("own-s"));

describe("the search for a slip of the subject's own", () => {
  it("draws from the plain distribution after two good turns, each draw with its seed", () => {
    for (const { temperature, topP, messages } of chat.requests) {
      expect([temperature, topP]).toEqual([1, 1]);
      expect(messages.map(({ role }) => role)).toEqual([
        "system",
        "user",
        "assistant",
        "user",
        "assistant",
        "user",
      ]);
    }
    expect(new Set(chat.requests.map(({ seed }) => seed)).size).toBe(chat.requests.length);
  });

  it("stops at the first pair and never goes beyond its budget", () => {
    for (const block of [0, 1]) {
      const drawn = draws.filter((draw) => draw.block === block);
      expect(drawn.length).toBeLessThanOrEqual(slipBudget);
      const found = new Set(drawn.map(({ judged }) => judged));
      expect(found).toEqual(new Set(["on", "off"]));
      const before = new Set(drawn.slice(0, -1).map(({ judged }) => judged));
      expect(before.size).toBeLessThan(2);
    }
    expect(countRun(content).ownSlips).toEqual({
      tried: draws.length,
      found: 2,
      blocksWithout: 0,
    });
  });

  it("probes the block's items after the slip and after its sibling", () => {
    expect(own.map(({ arm }) => arm).toSorted()).toEqual([
      ...["own-sibling", "own-sibling", "own-sibling", "own-sibling"],
      ...["own-slip", "own-slip", "own-slip", "own-slip"],
    ]);
    const bytes = resultBytes(plan, content);
    expect(bytes).toContain('"arm": "own-slip"');
  });

  it("keeps every draw with its judgement, so that a resumed run judges none again", async () => {
    const judged: string[] = [];
    const counting: SlipJudge = async (question, reply, behaviour) => {
      judged.push(reply);
      return await bankJudge(question, reply, behaviour);
    };
    const half = { ...emptyRunMemory(), entries: memory.entries.slice(0, -9) };
    const resumed = await run(plan, { chat: wilful(), slipJudge: counting, memory: half });
    expect(resultBytes(plan, resumed)).toBe(resultBytes(plan, content));
    const kept = readJournal(memory.entries.slice(0, -9)).turns;
    const known = [...kept.values()].filter((turn) => turn.judged !== undefined).length;
    expect(known).toBeGreaterThan(0);
    expect(judged).toHaveLength(draws.length - known);
  });

  it("counts the blocks where the budget finds no pair, and leaves them out", async () => {
    // The chain says the same whatever the seed, so of one prefix there is never a pair.
    const none = await run(plan, { slipJudge: bankJudge });
    expect(countRun(none).ownSlips).toEqual({
      tried: 2 * slipBudget,
      found: 0,
      blocksWithout: 2,
    });
    expect([...none.cells.values()].some(({ arm }) => arm === "own-slip")).toBe(false);
  });

  it("does not take a reply for one or the other that the judge cannot tell", async () => {
    const unsure = await run(plan, { chat: wilful(), slipJudge: async () => null });
    expect(countRun(unsure).ownSlips?.blocksWithout).toBe(2);
  });

  it("ends for a block whose reply cannot be drawn", async () => {
    const subject = smallSubject();
    const overflow = { kind: "context-overflow", tokens: 11, limit: 10 } as const;
    const failing: ChatModel = {
      ...subject,
      generate: async (request) => {
        if (request.temperature === 1) throw new TurncoatError("too long", overflow);
        return await subject.generate(request);
      },
    };
    const without = await run(plan, { chat: failing, slipJudge: bankJudge });
    expect([...without.cells.values()].some(({ arm }) => arm === "own-slip")).toBe(false);
  });
});

it("is not made without a judge", async () => {
  const content = await run(plan);
  expect(countRun(content).ownSlips).toBeNull();
  expect([...content.cells.values()].some(({ arm }) => arm === "own-slip")).toBe(false);
});
