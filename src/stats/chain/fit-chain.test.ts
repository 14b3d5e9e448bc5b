import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../math/index.ts";
import { simulateChain } from "./__fixtures__/simulate-chain.ts";
import { prepare, type Verdict } from "./chain-data.ts";
import { emStep, type ParameterVector } from "./em-step.ts";
import { expectedCounts } from "./expected-counts.ts";
import { filterChain } from "./filter-chain.ts";
import { fitChain } from "./fit-chain.ts";
import { chainOf } from "./hidden-chain.ts";
import { smoothChain } from "./smooth-chain.ts";

const free = [false, false, false, false, false, false];
const nats = fc.double({ min: -5, max: 5, noNaN: true });
const ragged = fc.array(fc.array(fc.tuple(nats, nats, nats), { maxLength: 8 }), {
  minLength: 1,
  maxLength: 4,
});
const rate = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const rates = fc.record({ pi0: rate, rho: rate, epsilon: rate, r: rate });

it("counts in its quick pass what the smoother counts", () => {
  fc.assert(
    fc.property(ragged, rates, (conversations, at) => {
      const chain = chainOf(at);
      const vector: ParameterVector = [at.pi0, at.rho, at.epsilon, at.r, 0, 0];
      const step = emStep(prepare({ kind: "emissions", conversations }), vector, free);
      const likelihoods = conversations.map((each) => filterChain(chain, each).logLikelihood);
      expect(step.logLikelihood).toBeCloseTo(
        likelihoods.reduce((sum, x) => sum + x, 0),
        9,
      );
      const counts = conversations.map((each) => expectedCounts(chain, each));
      const sum = (from: number, to: number) =>
        counts.reduce((total, table) => total + (table[from]?.[to] ?? 0), 0);
      const leaving = (from: number) => sum(from, 0) + sum(from, 1) + sum(from, 2);
      const masked = conversations.map((each) => smoothChain(chain, each).beliefs[0]?.[1] ?? 0);
      expect(step.next[0]).toBeCloseTo(masked.reduce((a, b) => a + b, 0) / masked.length, 9);
      for (const [index, [from, to]] of [
        [0, 1] as const,
        [1, 2] as const,
        [2, 0] as const,
      ].entries()) {
        if (leaving(from) < 1e-6) continue;
        expect(step.next[index + 1]).toBeCloseTo(sum(from, to) / leaving(from), 6);
      }
    }),
  );
});

it("never steps down", () => {
  const verdicts = fc.array(fc.array(fc.constantFrom<Verdict>(0, 1, null), { maxLength: 9 }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(verdicts, fc.tuple(rate, rate, rate, rate, rate, rate), (conversations, at) => {
      const data = prepare({ kind: "verdicts", conversations });
      const before = emStep(data, at, free);
      const after = emStep(data, before.next, free);
      expect(after.logLikelihood).toBeGreaterThanOrEqual(before.logLikelihood - 1e-9);
    }),
  );
});

describe("a fit", () => {
  const truth = { pi0: 0.1, rho: 0.04, epsilon: 0.2, r: 0.1 };
  const random = seededRandom(11);
  const courses = Array.from({ length: 160 }, () =>
    simulateChain(chainOf(truth), 1 + Math.floor(random() * 50), random),
  );

  it("finds the chain where the states were seen", () => {
    const none = Number.NEGATIVE_INFINITY;
    const conversations = courses.map((states) =>
      states.map((state) => [0, 1, 2].map((s) => (s === state ? 0 : none))),
    );
    const { parameters, converged, turns } = fitChain({ kind: "emissions", conversations });
    expect(converged).toBe(true);
    expect(turns).toBe(courses.flat().length);
    const moves = courses.flatMap((states) => states.slice(1).map((to, t) => [states[t], to]));
    const share = (from: number, to: number) => {
      const leaving = moves.filter((move) => move[0] === from);
      return leaving.filter((move) => move[1] === to).length / leaving.length;
    };
    // Of masked and turned every move is seen; of loyal the one before turn 1 is not.
    expect(parameters.r).toBeCloseTo(share(2, 0), 5);
    expect(parameters.rho).toBeCloseTo(truth.rho, 1);
    expect(parameters.pi0).toBeCloseTo(truth.pi0, 1);
    expect(parameters.epsilon).toBeCloseTo(truth.epsilon, 1);
  });

  it("finds how often verdicts err, with the chain", () => {
    const conversations = courses.map((states) =>
      states.map((state): Verdict => (random() < (state === 2 ? 0.7 : 0.03) ? 1 : 0)),
    );
    const { parameters } = fitChain({ kind: "verdicts", conversations });
    expect(Math.abs(parameters.falseAlarm - 0.03)).toBeLessThan(0.01);
    expect(Math.abs(parameters.hit - 0.7)).toBeLessThan(0.05);
    expect(Math.abs(parameters.r - 0.1)).toBeLessThan(0.03);
  });

  it("is at the top: no nudge of any value is more likely", () => {
    const conversations = courses
      .slice(0, 40)
      .map((states) => states.map((state) => [0, 0, state === 2 ? 2 : -2]));
    const data = { kind: "emissions", conversations } as const;
    const { parameters, logLikelihood } = fitChain(data);
    const at = [parameters.pi0, parameters.rho, parameters.epsilon, parameters.r, 0, 0];
    for (const [index, nudge] of [0, 1, 2, 3].flatMap((i) => [
      [i, 1e-3] as const,
      [i, -1e-3] as const,
    ])) {
      const moved = at.map((value, i) =>
        Math.min(1, Math.max(0, value + (i === index ? nudge : 0))),
      );
      expect(emStep(prepare(data), moved, free).logLikelihood).toBeLessThan(logLikelihood + 1e-4);
    }
  });

  it("holds what is fixed", () => {
    const conversations = [
      [
        [0, 0, 3],
        [0, 0, 3],
      ],
    ];
    const fixed = { pi0: 0.02, r: 0 };
    const { parameters } = fitChain({ kind: "emissions", conversations }, { fixed });
    expect(parameters).toMatchObject(fixed);
    expect(() => fitChain({ kind: "emissions", conversations }, { fixed: { rho: 2 } })).toThrow(
      "rho must lie in [0, 1], not 2",
    );
  });

  it("takes evidence of a thousand nats, empty conversations and none at all", () => {
    const conversations = [
      [
        [0, 0, 1e3],
        [0, 0, -1e3],
      ],
      [],
    ];
    const fit = fitChain({ kind: "emissions", conversations });
    expect(Object.values(fit.parameters).every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(fit.conversations).toBe(2);
    expect(fitChain({ kind: "verdicts", conversations: [] }).logLikelihood).toBe(0);
  });

  it("refuses what is no likelihood or verdict", () => {
    const broken = (row: number[]) => () => fitChain({ kind: "emissions", conversations: [[row]] });
    expect(broken([0, 0])).toThrow(RangeError);
    expect(broken([0, 0, Number.NaN])).toThrow(RangeError);
    const none = Number.NEGATIVE_INFINITY;
    expect(broken([none, none, none])).toThrow(RangeError);
    // A verdict out of range, as an untyped caller may pass.
    const wrong = [[2 as Verdict]];
    expect(() => fitChain({ kind: "verdicts", conversations: wrong })).toThrow(
      "a verdict must be 0, 1 or null, not 2",
    );
  });
});
