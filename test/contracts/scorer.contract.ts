import { describe, expect, it } from "vitest";
import type { ContinuationScore, ScoreRequest, Scorer } from "../../src/ports/index.ts";

/** How a scorer is put under the contract. */
export interface ScorerContractOptions {
  /** Opens the scorer; called once a test. */
  readonly open: () => Promise<Scorer>;
  /** Largest difference of two answers that should agree, nats per token. @default 1e-9 */
  readonly tolerance?: number;
}

const system = { role: "system", content: "You answer in one short sentence." } as const;
const user = (content: string) => ({ role: "user", content }) as const;
const assistant = (content: string) => ({ role: "assistant", content }) as const;

const short: ScoreRequest = {
  context: [user("Which colour is the sky on a clear day?")],
  continuations: ["It is blue.", "Ask somebody else about that.", "Grün, naïve – 😀!"],
};
const long: ScoreRequest = {
  context: [
    system,
    ...short.context,
    assistant("It is blue."),
    user("And which colour is grass?"),
    assistant("It is green."),
    user("And which colour is snow?"),
  ],
  continuations: ["It is white.", "Why should I tell you that?"],
};
/** Shares all but its end with {@link long}: what a scorer may have in memory from there. */
const branch: ScoreRequest = {
  context: [...long.context.slice(0, -1), user("And which colour is coal?")],
  continuations: ["It is black.", "It is white."],
};
const turned: ScoreRequest = { ...short, continuations: short.continuations.toReversed() };
const alone: ScoreRequest = { ...short, continuations: short.continuations.slice(1, 2) };
const nothing: ScoreRequest = { ...short, continuations: [] };

/** Every request that the contract makes, for scorers that have to have seen them before. */
export const scorerContractRequests: readonly ScoreRequest[] = [
  short,
  long,
  branch,
  turned,
  alone,
  nothing,
];

/** What every {@link Scorer} does, whatever it scores with. */
export function scorerContract(
  name: string,
  { open, tolerance = 1e-9 }: ScorerContractOptions,
): void {
  const same = agreement(tolerance);
  describe(`${name} as a scorer: numbers`, () => numbersContract(open));
  describe(`${name} as a scorer: nothing but the request counts`, () =>
    statelessContract(open, same));
  describe(`${name} as a scorer: stopping`, () => stoppingContract(open, same));
}

type Agreement = (left: readonly ContinuationScore[], right: readonly ContinuationScore[]) => void;

function agreement(tolerance: number): Agreement {
  const perToken = ({ totalLogprob, tokenLogprobs }: ContinuationScore) =>
    totalLogprob / tokenLogprobs.length;
  return (left, right) => {
    expect(left.map((score) => score.tokenLogprobs.length)).toEqual(
      right.map((score) => score.tokenLogprobs.length),
    );
    for (const [index, score] of left.entries()) {
      const other = right[index] ?? score;
      expect(Math.abs(perToken(score) - perToken(other))).toBeLessThanOrEqual(tolerance);
    }
  };
}

function numbersContract(open: ScorerContractOptions["open"]): void {
  it("says who it is and what it can hold", async () => {
    const scorer = await open();
    expect(scorer.id).toMatch(/^[a-z-]+:.+$/);
    expect(scorer.contextLimit).toBeGreaterThan(0);
    expect(Number.isInteger(scorer.lanes) && scorer.lanes >= 1).toBe(true);
  });

  it("gives each reply one finite log-probability a token, at most 0, that add up", async () => {
    const scorer = await open();
    for (const request of [short, long]) {
      const { scores } = await scorer.score(request);
      expect(scores).toHaveLength(request.continuations.length);
      for (const { totalLogprob, tokenLogprobs } of scores) {
        expect(tokenLogprobs.length).toBeGreaterThan(0);
        expect(tokenLogprobs.every((value) => Number.isFinite(value) && value <= 0)).toBe(true);
        const sum = tokenLogprobs.reduce((total, value) => total + value, 0);
        expect(totalLogprob).toBeCloseTo(sum, 6);
        expect(totalLogprob).toBeLessThanOrEqual(0);
      }
    }
  });

  it("scores as many tokens as it counts", async () => {
    const scorer = await open();
    const { scores } = await scorer.score(short);
    expect(scores.map(({ tokenLogprobs }) => tokenLogprobs.length)).toEqual(
      short.continuations.map((text) => scorer.countTokens(text)),
    );
  });

  it("accounts for what it evaluated and what it reused, in whole tokens", async () => {
    const scorer = await open();
    for (const request of [long, branch, long]) {
      const { evaluatedTokens, reusedTokens } = await scorer.score(request);
      for (const count of [evaluatedTokens, reusedTokens]) {
        expect(Number.isInteger(count) && count >= 0).toBe(true);
      }
      expect(evaluatedTokens + reusedTokens).toBeGreaterThan(0);
    }
  });

  it("has no scores for no replies", async () => {
    expect((await (await open()).score(nothing)).scores).toEqual([]);
  });
}

function statelessContract(open: ScorerContractOptions["open"], same: Agreement): void {
  it("answers the same request alike, whatever came between", async () => {
    const scorer = await open();
    const first = await scorer.score(long);
    await scorer.score(short);
    await scorer.score(branch);
    same((await scorer.score(long)).scores, first.scores);
    same((await (await open()).score(long)).scores, first.scores);
  });

  it("scores a reply alike in any order and alone", async () => {
    const scorer = await open();
    const { scores } = await scorer.score(short);
    same((await scorer.score(turned)).scores.toReversed(), scores);
    same((await scorer.score(alone)).scores, scores.slice(1, 2));
  });

  it("answers requests that are under way at once as it would one by one", async () => {
    const scorer = await open();
    const requests = [short, long, branch, short];
    const together = await Promise.all(requests.map((request) => scorer.score(request)));
    for (const [index, request] of requests.entries()) {
      same(together[index]?.scores ?? [], (await scorer.score(request)).scores);
    }
  });

  it("leaves the request as it was", async () => {
    const scorer = await open();
    const before = JSON.stringify(long);
    await scorer.score(long);
    expect(JSON.stringify(long)).toBe(before);
  });
}

function stoppingContract(open: ScorerContractOptions["open"], same: Agreement): void {
  it("stops a request that is no longer wanted, and still answers the next", async () => {
    const scorer = await open();
    const { scores } = await scorer.score(short);
    const stopped = scorer.score({ ...short, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({
      name: "TurncoatError",
      failure: { kind: "cancelled" },
    });
    same((await scorer.score(short)).scores, scores);
  });
}
