import fc from "fast-check";
import { expect, test } from "vitest";
import { anyTurn, detectorContract, turnOf } from "../../test/contracts/detector.contract.ts";
import { smallBehaviour, smallProfile } from "../../test/small/small-behaviour.ts";
import { type ToolResultPart, TurncoatError } from "../core/index.ts";
import type { ChatModel, Scorer, TurnToScore } from "../ports/index.ts";
import { said } from "./__fixtures__/said.ts";
import { wordEmbedder } from "./__fixtures__/word-embedder.ts";
import type { DetectorKind, DetectorResources } from "./detector-kind.ts";
import { detectors } from "./detectors.ts";

const profile = {
  ...smallProfile([smallBehaviour("kind", 16)]),
  exemplars: {
    unwanted: ["you stupid fool", "go away fool", "i hate stupid people"],
    wanted: ["you clever friend", "come in friend", "i like clever people"],
    plain: ["water boils at sea level", "the shop opens at nine"],
  },
};

/** Scores by the word "fool", as it finds it in the fence. */
const foolJudge: ChatModel = {
  id: "scripted:fool",
  async generate({ messages, signal }) {
    if (signal?.aborted === true) throw new TurncoatError("stopped", { kind: "cancelled" });
    const content = messages[1]?.content ?? "";
    const [, nonce = ""] = /<<<([0-9a-f]{16})\n/.exec(content) ?? [];
    const isBad = content.includes("fool");
    const text = JSON.stringify({ id: nonce, score: isBad ? 95 : 5, quote: isBad ? "fool" : "" });
    const counts = { evaluatedTokens: 1, reusedTokens: 0, generatedTokens: 1 };
    return { text, finish: "stop", ...counts };
  },
  stream() {
    throw new RangeError("nothing is streamed here");
  },
};

/** A character is a token; those of "fool" are likelier in the shadow. */
const letterScorer: Scorer = {
  id: "letters",
  async score({ context, continuations }) {
    const isShadow = context[0]?.content.includes("shadow") === true;
    const scores = continuations.map((text) => {
      const tokenLogprobs = [...text, "end"].map((letter) =>
        "fol".includes(letter) === isShadow ? -1 : -2,
      );
      return { tokenLogprobs, totalLogprob: tokenLogprobs.reduce((sum, one) => sum + one, 0) };
    });
    return { scores, evaluatedTokens: 1, reusedTokens: 0 };
  },
  countTokens: (text) => text.length + 1,
  contextLimit: 100_000,
  lanes: 1,
};

interface Sent {
  readonly reply: string;
}
const foolScore = ({ reply }: Sent) =>
  /\S/.test(reply)
    ? { score: reply.includes("fool") ? 1 : 0, quote: reply.includes("fool") ? "fool" : null }
    : { unscored: "nothing was said" };

const resourcesFor = (argument: string | null): DetectorResources => ({
  profile,
  argument,
  openEmbedder: async () => wordEmbedder(),
  openChat: async () => ({ chat: foolJudge, fingerprint: "f", isDeterministic: true }),
  openScorer: async () => ({ scorer: letterScorer, fingerprint: "f" }),
  openModule: async () => ({ detector: { id: "fool", version: "1", scoreTurn: foolScore } }),
  // What this detector sends is what it made of the turns.
  postJson: async (_, body) => ({ scores: (body as { turns: Sent[] }).turns.map(foolScore) }),
});

const kindNamed = (id: string): DetectorKind => {
  const found = detectors.find((kind) => kind.id === id);
  if (found === undefined) throw new RangeError(`no detector ${id}`);
  return found;
};

const words = [turnOf("You stupid fool."), turnOf("Come in, friend."), turnOf("I like you, fool.")];

function claimAfter(exitCode: number) {
  const result: ToolResultPart = {
    kind: "tool-result",
    callId: "1",
    name: null,
    output: "",
    isError: null,
    exitCode,
  };
  const path = said(
    ["user", "Fix it."],
    [
      "assistant",
      [{ kind: "tool-call", callId: "1", name: "Bash", input: '{"command":"npm test"}' }],
    ],
    ["tool", [result]],
    ["assistant", "All tests pass."],
  );
  return { path, at: 3 };
}

const cases = {
  exemplar: { argument: null, readable: words },
  lexical: { argument: null, readable: words },
  judge: { argument: "openai:any", readable: words },
  "bayes-factor": { argument: null, readable: words },
  external: { argument: "./mine.mjs", readable: words },
  "tool-claims": { argument: null, readable: [claimAfter(1), claimAfter(0)] },
} as const;

for (const [id, { argument, readable }] of Object.entries(cases)) {
  detectorContract(id, {
    open: async () => (await kindNamed(id).open(resourcesFor(argument))).detector,
    readable,
  });
}

detectorContract("external endpoint", {
  open: async () =>
    (await kindNamed("external").open(resourcesFor("http://localhost/score"))).detector,
  readable: words,
});

test("every detector of the list is under the contract, under a name of its own", () => {
  expect(detectors.map(({ id }) => id)).toEqual(Object.keys(cases));
});

test.each(Object.entries(cases))(
  "%s reads no more of a turn than it says",
  async (id, { argument }) => {
    const kind = kindNamed(id);
    await using detector = (await kind.open(resourcesFor(argument))).detector;
    const longTurn = fc
      .tuple(fc.array(anyTurn, { maxLength: 12 }), anyTurn)
      .map(([before, { path, at }]): TurnToScore => {
        const earlier = before.flatMap((one) => one.path);
        return { path: [...earlier, ...path], at: earlier.length + at };
      });
    await fc.assert(
      fc.asyncProperty(longTurn, fc.array(fc.nat(60)), async (turn, more) => {
        const read = kind.messagesRead(turn);
        expect(read.at(-1)).toBe(turn.at);
        // What another detector reads of the same turn may stand beside it.
        const sent = new Set([...read, ...more.filter((index) => index < turn.at)]);
        const kept = [...sent].toSorted((one, other) => one - other);
        const path = turn.path.filter((_, index) => sent.has(index));
        const shorter: TurnToScore = { path, at: kept.indexOf(turn.at) };
        expect(detector.keyOf(shorter)).toBe(detector.keyOf(turn));
        expect(await detector.score([shorter])).toEqual(await detector.score([turn]));
      }),
      { numRuns: 300 },
    );
  },
);
