import { describe, expect, it } from "vitest";
import { resultBytes, run, smallPlan, smallSubject } from "../../test/small/small-run.ts";
import { TurncoatError } from "../core/index.ts";
import type { ChatModel, ForkReader, ForkRequest } from "../ports/index.ts";
import { emptyRunMemory } from "../stores/index.ts";
import { countRun } from "./counts.ts";
import { estimateWork } from "./estimate-work.ts";
import { workUnits } from "./run-probe.ts";
import { metered } from "./spending.ts";

const sampled = { samples: 2, replyTokens: 60, temperature: 1, topP: 1, detector: "test" } as const;
const plan = smallPlan("default", { sampled });

/** A chat model that a slip in the context turns for good, and a reader that knows the bank. */
function turning(): ChatModel {
  const subject = smallSubject();
  return {
    ...subject,
    generate: async (request) => {
      const reply = await subject.generate(request);
      const isTurned = request.messages.some(
        ({ role, content }) => role === "assistant" && content.startsWith("u"),
      );
      return { ...reply, text: isTurned ? "u reply" : "w reply" };
    },
  };
}

function reader(chat: ChatModel, asked: ForkRequest[] = []): ForkReader {
  return {
    read: async (request) => {
      asked.push(request);
      const { context, seeds, signal } = request;
      return await Promise.all(
        seeds.map(async (seed) => {
          const stop = signal === undefined ? {} : { signal };
          const sampling = { maxTokens: 60, temperature: 1, topP: 1, seed };
          const reply = await chat.generate({ messages: context, ...sampling, ...stop });
          const { text, finish, evaluatedTokens, reusedTokens, generatedTokens } = reply;
          const nats = text.startsWith("u") ? 6 : -6;
          const cost = { evaluatedTokens, reusedTokens, generatedTokens };
          return { text, finish, evidence: { kind: "evidence", nats }, missing: null, ...cost };
        }),
      );
    },
  };
}

const chat = turning();
const memory = emptyRunMemory();
const whole = await run(plan, { memory, scorer: null, chat, forks: reader(chat) });
const bytes = resultBytes(plan, whole);

describe("a run on drawn replies", () => {
  it("finishes every unit of its plan once, with every sample", () => {
    expect(memory.entries).toHaveLength(workUnits(plan));
    const { forks, scores } = countRun(whole);
    expect(scores).toBe(whole.cells.size * sampled.samples);
    expect(forks).toMatchObject({ drawn: scores, refused: 0, empty: 0, unscored: 0 });
  });

  it("draws with the same seeds in every arm of a block, and with others in others", async () => {
    const asked: ForkRequest[] = [];
    await run(smallPlan("quick", { sampled }), { scorer: null, chat, forks: reader(chat, asked) });
    const seeds = new Set(asked.map((request) => request.seeds.join(" ")));
    // 2 blocks of 2 items, whatever the arms.
    expect(seeds.size).toBe(4);
    expect(asked.length).toBe(24);
  });

  it("gives the same result resumed from any part of its journal, and asks for nothing again", async () => {
    for (const kept of [0, 1, 40, memory.entries.length]) {
      const again = { ...emptyRunMemory(), entries: memory.entries.slice(0, kept) };
      const { chat: counted, spending } = metered(turning(), null);
      const forks = reader(counted);
      const content = await run(plan, { memory: again, scorer: null, chat: counted, forks });
      expect(resultBytes(plan, content)).toBe(bytes);
      if (kept === memory.entries.length) expect(spending().requests).toBe(0);
    }
  });

  it("keeps to its concurrency, and gives the same result with any", async () => {
    let now = 0;
    let most = 0;
    const watched: ChatModel = {
      ...chat,
      generate: async (request) => {
        most = Math.max(most, ++now);
        const reply = await turning().generate(request);
        now--;
        return reply;
      },
    };
    const one = { ...sampled, samples: 1 };
    const small = smallPlan("default", { sampled: one });
    const forks = reader(watched);
    const content = await run(small, { scorer: null, chat: watched, forks, concurrency: 5 });
    expect(most).toBeGreaterThan(2);
    expect(most).toBeLessThanOrEqual(5);
    const alone = await run(small, { scorer: null, chat, forks: reader(chat) });
    expect(resultBytes(small, content)).toBe(resultBytes(small, alone));
  });

  it("keeps what was finished when the budget ends, and goes on from there", async () => {
    const prices = { inputUsd: 1_000_000, outputUsd: 1_000_000 };
    const stopped = emptyRunMemory();
    const budget = { prices, limitUsd: 2_000, earlierUsd: 0 };
    const short = metered(turning(), budget);
    const given = { memory: stopped, scorer: null, concurrency: 2 };
    await expect(
      run(plan, { ...given, chat: short.chat, forks: reader(short.chat) }),
    ).rejects.toMatchObject({ failure: { kind: "budget" } });
    expect(stopped.entries.length).toBeGreaterThan(0);
    expect(stopped.entries.length).toBeLessThan(memory.entries.length);
    expect(new Set(stopped.entries.map(({ key }) => key)).size).toBe(stopped.entries.length);
    const content = await run(plan, { ...given, chat, forks: reader(chat) });
    expect(resultBytes(plan, content)).toBe(bytes);
  });

  it("leaves unread what stands on a turn without a word, and counts it", async () => {
    const silent: ChatModel = {
      ...chat,
      generate: async (request) => ({ ...(await chat.generate(request)), text: " " }),
    };
    const content = await run(plan, { scorer: null, chat: silent, forks: reader(chat) });
    const { forks } = countRun(content);
    const onOwnTurns = [...content.cells.values()].filter(({ arm }) => arm.includes("-own-"));
    expect(forks?.unscored).toBe(onOwnTurns.length * sampled.samples);
    expect(content.cells.size + content.turns.size).toBeLessThanOrEqual(workUnits(plan));
  });

  it("stops at an error that is not of one conversation", async () => {
    const down = new TurncoatError("down", { kind: "remote", url: "", status: 500, reason: "" });
    const failing: ForkReader = { read: () => Promise.reject(down) };
    await expect(run(plan, { scorer: null, chat, forks: failing })).rejects.toBe(down);
  });

  it("wants a reader for its plan's readout", async () => {
    await expect(run(plan, { scorer: smallSubject(), chat })).rejects.toThrow(RangeError);
    await expect(run(smallPlan(), { scorer: null, chat })).rejects.toThrow(RangeError);
  });
});

describe("estimateWork of a run on drawn replies", () => {
  it("counts every request, and no fewer tokens than the run sends", async () => {
    const words = (text: string) => text.split(/\s+/).length + 1;
    const { total } = await estimateWork(plan, words);
    const counts = countRun(whole);
    expect(total.drawnReplies).toBe(counts.forks?.drawn);
    expect(total.generatedTurns).toBe(whole.turns.size);
    expect(total.generatedTokens).toBe(
      total.drawnReplies * sampled.replyTokens + total.generatedTurns * 48,
    );
    expect(total.promptTokens).toBeGreaterThanOrEqual(counts.forks?.promptTokens ?? 0);
    expect(total.scoredTokens).toBe(0);
  });
});
