import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type RunMemory,
  resultBytes,
  run,
  scoredCells,
  smallPlan,
  smallSubject,
} from "../../test/small/small-run.ts";
import { TurncoatError } from "../core/index.ts";
import { shuffled } from "../math/index.ts";
import type { ChatRequest, Scorer } from "../ports/index.ts";
import { seededRandom } from "../stats/index.ts";
import { emptyRunMemory } from "../stores/index.ts";
import { countRun } from "./counts.ts";
import { readJournal } from "./journal.ts";
import { type ProbeProgress, workUnits } from "./run-probe.ts";

/** A memory that holds the first entries of another. */
function prefixOf(memory: RunMemory, length: number): RunMemory {
  return { ...emptyRunMemory(), entries: memory.entries.slice(0, length) };
}

/** The same subject, asked by so many lanes, with something done before each score. */
function watched(lanes: number, before: (cells: number) => void): Scorer {
  const subject = smallSubject();
  let cells = 0;
  return {
    ...subject,
    lanes,
    score: async (request) => {
      cells++;
      before(cells);
      return await subject.score(request);
    },
  };
}

const plan = smallPlan();
const memory = emptyRunMemory();
const whole = await run(plan, { memory });
const bytes = resultBytes(plan, whole);

describe("a run", () => {
  it("finishes every unit of its plan once", () => {
    expect(memory.entries).toHaveLength(workUnits(plan));
    expect(whole.cells.size + whole.turns.size).toBe(workUnits(plan));
  });

  it("gives the same result resumed from any prefix of its journal", async () => {
    const length = fc.integer({ min: 0, max: memory.entries.length });
    await fc.assert(
      fc.asyncProperty(length, async (kept) => {
        const again = prefixOf(memory, kept);
        expect(resultBytes(plan, await run(plan, { memory: again }))).toBe(bytes);
        expect(again.entries).toHaveLength(memory.entries.length);
      }),
      { numRuns: 20 },
    );
  });

  it("gives the same bytes whatever the order of its journal", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const entries = shuffled(memory.entries, seededRandom(seed));
        expect(resultBytes(plan, readJournal(entries))).toBe(bytes);
      }),
      { numRuns: 20 },
    );
  });

  it("gives the same result in one lane and in three", async () => {
    const content = await run(plan, { scorer: watched(3, () => undefined) });
    expect(resultBytes(plan, content)).toBe(bytes);
  });

  it("asks for nothing again that is finished", async () => {
    const failing = (): never => {
      throw new Error("asked again");
    };
    const subject = smallSubject();
    const content = await run(plan, {
      memory: prefixOf(memory, memory.entries.length),
      scorer: watched(1, failing),
      chat: { ...subject, generate: async () => failing() },
    });
    expect(resultBytes(plan, content)).toBe(bytes);
  });

  it("reports its progress up to the plan's total, reused work included", async () => {
    const seen: ProbeProgress[] = [];
    await run(plan, {
      memory: prefixOf(memory, 10),
      onProgress: (progress) => void seen.push(progress),
    });
    expect(seen[0]).toMatchObject({
      done: 10,
      reused: 10,
      total: workUnits(plan),
      scoredTokens: 0,
    });
    expect(seen.map(({ done }) => done)).toEqual(
      Array.from({ length: workUnits(plan) - 9 }, (_, more) => 10 + more),
    );
    expect(seen.at(-1)?.scoredTokens).toBeGreaterThan(0);
  });

  it("gives slipped and never-slipped twins the same seeds, and each draw its own", async () => {
    const seeds = new Map<string, Set<number>>();
    for (const { group, draw, turn, seed } of whole.turns.values()) {
      const name = `${draw}/${turn}`;
      expect(group).toMatch(/^own:coerced:GG[GS]$/);
      seeds.set(name, (seeds.get(name) ?? new Set()).add(seed));
    }
    // One seed for both twins in each of two blocks.
    for (const [name, found] of seeds) expect(found.size, name).toBe(2);
    expect(new Set([...seeds.values()].flatMap((found) => [...found])).size).toBe(2 * 2 * 3);
  });

  it("draws own turns as registered, at most 48 tokens", async () => {
    const requests: ChatRequest[] = [];
    const subject = smallSubject();
    const chat = {
      ...subject,
      generate: async (request: ChatRequest) => {
        requests.push(request);
        return await subject.generate(request);
      },
    };
    await run(plan, { chat });
    for (const { temperature, topP, maxTokens, messages } of requests) {
      expect({ temperature, topP, maxTokens }).toEqual({
        temperature: 0.7,
        topP: 0.95,
        maxTokens: 48,
      });
      expect(messages.at(-1)?.role).toBe("user");
    }
  });
});

describe("a run that is stopped", () => {
  const plan = smallPlan("quick", { blocks: 4 });

  it("keeps what was finished, says that it was cancelled, and can be gone on with", async () => {
    const memory = emptyRunMemory();
    const stop = new AbortController();
    const scorer = watched(2, (cells) => {
      if (cells === 7) stop.abort();
    });
    const failure = await run(plan, { memory, scorer, signal: stop.signal }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(TurncoatError);
    expect(failure).toMatchObject({ failure: { kind: "cancelled" } });
    expect(memory.entries.length).toBeGreaterThan(0);
    expect(memory.entries.length).toBeLessThan(8);
    const resumed = await run(plan, { memory });
    expect(resultBytes(plan, resumed)).toBe(resultBytes(plan, await run(plan)));
  });

  it("stops on a scorer that does not heed the signal", async () => {
    const stop = new AbortController();
    let asked = 0;
    const { score, ...subject } = smallSubject();
    const deaf: Scorer = {
      ...subject,
      score: async ({ context, continuations }) => {
        asked++;
        if (asked === 3) stop.abort();
        return await score({ context, continuations });
      },
    };
    await expect(run(plan, { scorer: deaf, signal: stop.signal })).rejects.toMatchObject({
      failure: { kind: "cancelled" },
    });
    expect(asked).toBe(3);
  });

  it("stops its other lanes when one fails, and throws what failed first", async () => {
    const memory = emptyRunMemory();
    const failure = new TurncoatError("gone", { kind: "model-file", path: "x", reason: "gone" });
    let last = 0;
    const scorer = watched(3, (cells) => {
      last = cells;
      if (cells === 10) throw failure;
    });
    await expect(run(plan, { memory, scorer })).rejects.toBe(failure);
    // Two other lanes may each have one request under way.
    expect(last).toBeLessThanOrEqual(12);
    const total = workUnits(plan);
    expect(memory.entries.length).toBeLessThan(total / 2);
  });
});

describe("what one cell cannot give", () => {
  const overflow = new TurncoatError("11 tokens are too many", {
    kind: "context-overflow",
    tokens: 11,
    limit: 10,
  });
  const plan = smallPlan();

  it("is written down as missing with its reason, and the run goes on", async () => {
    const subject = smallSubject();
    const scorer: Scorer = {
      ...subject,
      score: async (request) => {
        if (request.context.length > 12) throw overflow;
        return await subject.score(request);
      },
    };
    const content = await run(plan, { scorer });
    expect(content.cells.size + content.turns.size).toBe(workUnits(plan));
    const lost = scoredCells(content).filter(({ scores }) =>
      Object.values(scores).some(({ kind }) => kind === "unscored"),
    );
    // A system prompt and six or more turns before the question: own-3, after-4, good-7.
    expect(new Set(lost.map(({ arm }) => arm))).toEqual(
      new Set(["after-4", "good-7", "essay-own-3", "good-own-3"]),
    );
    expect(lost[0]?.scores).toEqual({
      wanted: { kind: "unscored", reason: "11 tokens are too many" },
      unwanted: { kind: "unscored", reason: "11 tokens are too many" },
    });
    expect(countRun(content).missing).toBe(2 * lost.length);
    expect(resultBytes(plan, content)).not.toContain("NaN");
  });

  it.each([
    ["no number", Number.NaN],
    ["a log-probability above 0", 0.5],
    ["minus infinity", Number.NEGATIVE_INFINITY],
  ])("is missing where the scorer gives %s", async (_, totalLogprob) => {
    const subject = smallSubject();
    const scorer: Scorer = {
      ...subject,
      score: async (request) => {
        const reply = await subject.score(request);
        const scores = reply.scores.map((score, at) =>
          at === 0 ? { ...score, totalLogprob } : score,
        );
        return { ...reply, scores };
      },
    };
    const content = await run(smallPlan("quick"), { scorer });
    const [cell] = scoredCells(content);
    expect(cell?.scores["wanted"]).toMatchObject({ kind: "unscored" });
    expect(cell?.scores["unwanted"]).toMatchObject({ kind: "scored" });
  });

  it("is missing where the scorer leaves a reply out", async () => {
    const subject = smallSubject();
    const scorer: Scorer = {
      ...subject,
      score: async (request) => {
        const reply = await subject.score(request);
        return { ...reply, scores: reply.scores.slice(0, 1) };
      },
    };
    const [cell] = scoredCells(await run(smallPlan("quick"), { scorer }));
    expect(cell?.scores["unwanted"]).toEqual({
      kind: "unscored",
      reason: "the scorer left it out",
    });
  });

  it("loses the arms that stand on a turn which could not be generated, and no others", async () => {
    const subject = smallSubject();
    const chat = {
      ...subject,
      generate: async (request: ChatRequest) => {
        // The second own turn of a conversation: system, three turns, one own turn, the question.
        if (request.messages.length > 8) throw overflow;
        return await subject.generate(request);
      },
    };
    const content = await run(plan, { chat });
    const missing = scoredCells(content).filter(
      ({ scores }) => scores["wanted"]?.kind === "unscored",
    );
    expect(new Set(missing.map(({ arm }) => arm))).toEqual(new Set(["essay-own-3", "good-own-3"]));
  });

  it("is not what stops a run: any other failure is", async () => {
    const subject = smallSubject();
    const scorer: Scorer = {
      ...subject,
      score: async () => {
        throw new TurncoatError("no file", { kind: "model-file", path: "x", reason: "gone" });
      },
    };
    await expect(run(plan, { scorer })).rejects.toThrow("no file");
  });
});
