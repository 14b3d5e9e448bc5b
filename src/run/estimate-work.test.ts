import { describe, expect, it } from "vitest";
import { assistantBanks } from "../../test/known-answers/banks.ts";
import { isGenerated, ownTurnTokens, type Preset, planProbe, presets } from "../measure/index.ts";
import type { ChatMessage, ChatModel, JournalEntry, RunStore, Scorer } from "../ports/index.ts";
import type { TemplateTokens } from "./counting-subject.ts";
import { countRun } from "./counts.ts";
import { estimateWork } from "./estimate-work.ts";
import { runProbe, workUnits } from "./run-probe.ts";

const template: TemplateTokens = { perMessage: 4, opening: 3 };
const words = (text: string) => text.split(/\s+/).length + 1;

function planOf(preset: Preset, behaviours = ["kind"]) {
  return planProbe(assistantBanks(), {
    preset,
    behaviours,
    ...presets[preset],
    blocks: 2,
    seed: 3,
    coercion: { kind: "ladder", level: "S", sentences: 2 },
    extraClaims: [],
  });
}

/**
 * One lane that remembers tokens, as an engine does. No two messages begin with the same token, so what
 * it shares is what whole messages share.
 */
function tokenEngine(): Scorer & ChatModel {
  let memory: string[] = [];
  let turns = 0;
  const tokensOf = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${name}#${index}`);
  const prompt = (messages: readonly ChatMessage[]) => [
    ...messages.flatMap(({ role, content }) =>
      tokensOf(`${role}:${content}`, words(content) + template.perMessage),
    ),
    ...tokensOf("opening", template.opening),
  ];
  const read = (messages: readonly ChatMessage[]) => {
    const tokens = prompt(messages);
    let reused = 0;
    while (reused < tokens.length - 1 && memory[reused] === tokens[reused]) reused++;
    memory = tokens;
    return { evaluatedTokens: tokens.length - reused, reusedTokens: reused };
  };
  return {
    id: "test:tokens",
    lanes: 1,
    contextLimit: 1e9,
    countTokens: words,
    async score({ context, continuations }) {
      const reading = read(context);
      const scores = continuations.map((reply) => ({
        totalLogprob: -words(reply),
        tokenLogprobs: new Array<number>(words(reply)).fill(-1),
      }));
      const replies = scores.reduce((sum, { tokenLogprobs }) => sum + tokenLogprobs.length - 1, 0);
      return { ...reading, scores, evaluatedTokens: reading.evaluatedTokens + replies };
    },
    async generate({ messages, maxTokens }) {
      const text = `reply ${turns++}${" so".repeat(maxTokens - 3)}`;
      const reading = read(messages);
      memory = prompt([...messages, { role: "assistant", content: text }]);
      return { text, finish: "length", generatedTokens: maxTokens, ...reading };
    },
    async *stream() {
      yield "";
      return null;
    },
  };
}

function emptyStore(): RunStore {
  return {
    location: "memory",
    finished: [],
    notices: [],
    append: async (_entry: JournalEntry) => undefined,
    write: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

describe("estimateWork", () => {
  it.each([
    ["quick", ["kind"]],
    ["default", ["kind"]],
    ["full", ["kind", "honest"]],
  ] as const)("agrees to the token with a %s run on one lane", async (preset, behaviours) => {
    const plan = planOf(preset, [...behaviours]);
    const engine = tokenEngine();
    const content = await runProbe({
      plan,
      scorer: engine,
      chat: engine,
      store: emptyStore(),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    const counts = countRun(content);
    const contextOfTurns = [...content.turns.values()].map((turn) => turn.evaluatedTokens);

    const { total } = await estimateWork(plan, words, template);

    expect(total).toEqual({
      cells: counts.cells,
      scores: counts.scores,
      scoredTokens: counts.scoredTokens,
      reusedTokens: counts.reusedTokens,
      unsharedTokens: counts.unsharedTokens,
      generatedTurns: content.turns.size,
      generatedTokens: counts.generatedTokens,
      generationContextTokens: contextOfTurns.reduce((sum, tokens) => sum + tokens, 0),
      drawnReplies: 0,
      promptTokens: [...content.turns.values()].reduce(
        (sum, turn) => sum + turn.evaluatedTokens + turn.reusedTokens,
        0,
      ),
    });
  });

  it("counts every unit of work and splits it by behaviour", async () => {
    const plan = planOf("default", ["kind", "honest"]);
    const { total, behaviours } = await estimateWork(plan, words);
    expect(total.cells + total.generatedTurns).toBe(workUnits(plan));
    expect(behaviours.map(({ plan: share }) => share.behaviour.id)).toEqual(["kind", "honest"]);
    expect(behaviours.reduce((sum, { cost }) => sum + cost.scoredTokens, 0)).toBe(
      total.scoredTokens,
    );
    expect(total.scoredTokens).toBeLessThan(total.unsharedTokens / 2);
  });

  it("counts a turn of the subject's own at its limit, and none in a quick run", async () => {
    const quick = await estimateWork(planOf("quick"), words);
    expect(quick.total).toMatchObject({ generatedTurns: 0, generatedTokens: 0 });
    const plan = planOf("default");
    expect(plan.behaviours[0]?.arms.some(isGenerated)).toBe(true);
    const { total } = await estimateWork(plan, words);
    expect(total.generatedTokens).toBe(total.generatedTurns * ownTurnTokens);
  });
});
