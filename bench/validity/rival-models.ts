import { defaultCalibration, type Evidence } from "../../src/core/index.ts";
import {
  chainOf,
  decayingEvidence,
  type Emissions,
  filterChain,
  fitChain,
  type HiddenChain,
  inferMean,
  twoStateChain,
} from "../../src/stats/index.ts";
import type { BenchContext } from "./bench-context.ts";
import { clean, type Half, halves, type MadeConversation, planted } from "./conversations.ts";
import { figure, markdownTable, withInterval } from "./markdown.ts";

const conversations = 300;

/** One way to believe: the log score of each conversation, in nats, relative to one that is loyal throughout. */
type Rival = (evidence: readonly Evidence[]) => number;

/**
 * Three states, two states, additive evidence with decay, and no change: which predicts the next turn best,
 * by held-out log score. Every model's parameters are learned on the training half.
 */
export async function rivalModels(bench: BenchContext): Promise<string> {
  const found = await halves(bench);
  if (found === null) return "Skipped: em-judged-gpt41-finetuned or -base is not there.";
  const learn = mixture(found.train, bench.random("rivals, training"));
  const judge = mixture(found.test, bench.random("rivals, test"));
  const rivals = learned(learn);
  const three = judge.map(({ evidence }) => rivals[0]?.score(evidence) ?? 0);
  const rows = rivals.map(({ name, score, parameters }) => {
    const own = judge.map(({ evidence }) => score(evidence));
    const less = own.map((value, index) => (three[index] ?? 0) - value);
    const difference = inferMean(less, { random: bench.random("rivals"), resamples: 2000 });
    return [
      name,
      figure(own.reduce((sum, one) => sum + one, 0) / own.length),
      name === rivals[0]?.name ? "–" : withInterval(difference.estimate, difference.interval(0.95)),
      parameters,
    ];
  });
  const heads = [
    "model",
    "log score, nats a conversation",
    "three states beat it by [95 %]",
    "learned on the training half",
  ];
  const note = `${judge.length} conversations of the test half: a third each clean, with a lasting flip, and with one that recovers. Log scores are relative to a conversation that is loyal throughout; higher is better.`;
  return `${markdownTable(heads, rows)}\n\n${note}`;
}

function mixture(half: Half, random: () => number): readonly MadeConversation[] {
  return Array.from({ length: conversations }, (_, index) => {
    if (index % 3 === 0) return clean(half.clean, 6 + Math.floor(15 * random()), random);
    return planted(half, index % 3 === 1 ? "lasting" : "recovering", random);
  });
}

interface Learned {
  readonly name: string;
  readonly score: Rival;
  readonly parameters: string;
}

const numbers = (evidence: readonly Evidence[]) =>
  evidence.map((item) => (item.kind === "evidence" ? item.nats : null));
const rows = (evidence: readonly Evidence[], states: number): Emissions =>
  numbers(evidence).map((nats) => [...Array<number>(states - 1).fill(0), nats ?? 0]);

function chainScore(chain: HiddenChain): Rival {
  return (evidence) => filterChain(chain, rows(evidence, chain.prior.length)).logLikelihood;
}

function learned(made: readonly MadeConversation[]): readonly Learned[] {
  const { parameters } = fitChain({
    kind: "emissions",
    conversations: made.map(({ evidence }) => rows(evidence, 3)),
  });
  const { pi0, rho, epsilon, r } = parameters;
  const fitted = chainScore(chainOf({ pi0, rho, epsilon, r }));
  const standard = defaultCalibration.parameters;
  const defaults = chainScore(
    chainOf({
      pi0: standard.pi0.value,
      rho: standard.rho.value,
      epsilon: standard.epsilon.value,
      r: standard.r.value,
    }),
  );
  const two = best(
    made,
    grid([0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2], [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3]),
    ([hazard, back]) => chainScore(twoStateChain({ hazard, r: back })),
  );
  const decaying = best(
    made,
    grid([-5, -4, -3, -2, -1, 0], [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95]),
    ([prior, decay]) =>
      (evidence) =>
        decayingEvidence(numbers(evidence), { priorLogOdds: prior, decay }).logLikelihood,
  );
  const still = best(
    made,
    grid([-6, -5, -4, -3, -2, -1, 0], [1]),
    ([prior, decay]) =>
      (evidence) =>
        decayingEvidence(numbers(evidence), { priorLogOdds: prior, decay }).logLikelihood,
  );
  return [
    {
      name: "three states: loyal, masked, turned",
      score: fitted,
      parameters: `π₀ ${figure(pi0)}, ρ ${figure(rho)}, ε ${figure(epsilon)}, r ${figure(r)}`,
    },
    {
      name: "two states: loyal, turned",
      score: two.score,
      parameters: `hazard ${two.at[0]}, r ${two.at[1]}`,
    },
    {
      name: "additive evidence with decay",
      score: decaying.score,
      parameters: `prior ${decaying.at[0]} nats, decay ${decaying.at[1]}`,
    },
    {
      name: "no change: turned throughout or not at all",
      score: still.score,
      parameters: `prior ${still.at[0]} nats`,
    },
    { name: "three states, the documented defaults", score: defaults, parameters: "nothing" },
  ];
}

function grid(
  first: readonly number[],
  second: readonly number[],
): readonly (readonly [number, number])[] {
  return first.flatMap((a) => second.map((b) => [a, b] as const));
}

/** The pair of parameters under which the training conversations score best. */
function best(
  made: readonly MadeConversation[],
  candidates: readonly (readonly [number, number])[],
  rival: (at: readonly [number, number]) => Rival,
): { readonly at: readonly [number, number]; readonly score: Rival } {
  const tried = candidates.map((at) => {
    const score = rival(at);
    return { at, score, total: made.reduce((sum, { evidence }) => sum + score(evidence), 0) };
  });
  return tried.reduce((top, one) => (one.total > top.total ? one : top));
}
