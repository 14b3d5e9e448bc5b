import { describe, expect, it } from "vitest";
import { assistantBanks } from "../../test/known-answers/banks.ts";
import { smallSubject } from "../../test/small/small-run.ts";
import { isGenerated, planProbe, presets } from "../measure/index.ts";
import type { ChatMessage, Scorer } from "../ports/index.ts";
import { memoryRunStore } from "../stores/index.ts";
import { countRun } from "./counts.ts";
import { runProbe } from "./run-probe.ts";

const tokensOf = (context: readonly ChatMessage[]) =>
  context.flatMap(({ role, content }) => [`<${role}>`, ...content.split(" "), "<end>"]);
const replyTokens = (reply: string) => reply.split(" ").length;

/** A scorer with the memory of one sequence: what a context shares with the last one is not read again. */
function rememberingScorer() {
  let memory: readonly string[] = [];
  const contexts: (readonly string[])[] = [];
  const scorer: Scorer = {
    id: "test:remembering",
    lanes: 1,
    contextLimit: 1e9,
    countTokens: replyTokens,
    score: async ({ context, continuations }) => {
      const tokens = tokensOf(context);
      let shared = 0;
      while (shared < tokens.length && memory[shared] === tokens[shared]) shared++;
      // Replies are forks: they leave nothing behind in the memory.
      memory = tokens;
      contexts.push(tokens);
      const forks = continuations.reduce((sum, reply) => sum + replyTokens(reply) - 1, 0);
      return {
        scores: continuations.map((reply) => ({
          totalLogprob: -replyTokens(reply),
          tokenLogprobs: new Array<number>(replyTokens(reply)).fill(-1),
        })),
        evaluatedTokens: tokens.length - shared + forks,
        reusedTokens: shared,
      };
    },
  };
  return { scorer, contexts };
}

/** Edges of the tree that sequences form: what any order must read at least once. */
function treeEdges(sequences: readonly (readonly string[])[]): number {
  interface Node {
    readonly children: Map<string, Node>;
  }
  const root: Node = { children: new Map() };
  let edges = 0;
  for (const sequence of sequences) {
    let node = root;
    for (const token of sequence) {
      const known = node.children.get(token);
      if (known === undefined) edges++;
      const next = known ?? { children: new Map() };
      node.children.set(token, next);
      node = next;
    }
  }
  return edges;
}

describe.each(["quick", "default", "full"] as const)("one block of a %s run", (preset) => {
  it("reads each edge of its prefix tree once, and each fork once", async () => {
    const whole = planProbe(assistantBanks(["kind", "honest"]), {
      preset,
      behaviours: ["kind", "honest"],
      ...presets[preset],
      blocks: 1,
      seed: 3,
      coercion: { kind: "ladder", level: "S", sentences: 4 },
      extraClaims: [],
    });
    // What the subject writes comes in its own order; here all is planted.
    const [share] = whole.behaviours.map((one) => ({
      ...one,
      arms: one.arms.filter((arm) => !isGenerated(arm)),
    }));
    const plan = { ...whole, behaviours: share === undefined ? [] : [share] };
    const { scorer, contexts } = rememberingScorer();
    const content = await runProbe({
      plan,
      scorer,
      chat: smallSubject(),
      store: memoryRunStore(),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    const forks = [...content.cells.values()]
      .flatMap((cell) => (cell.kind === "cell" ? Object.values(cell.scores) : []))
      .reduce((sum, score) => sum + (score.kind === "scored" ? score.tokens - 1 : 0), 0);
    const { scoredTokens, reusedTokens, unsharedTokens } = countRun(content);
    expect(contexts.length).toBe(content.cells.size);
    expect(scoredTokens).toBe(treeEdges(contexts) + forks);
    const read = contexts.reduce((sum, context) => sum + context.length, 0);
    expect(scoredTokens + reusedTokens).toBe(read + forks);
    expect(scoredTokens).toBeLessThan(unsharedTokens / 3);
  });
});
