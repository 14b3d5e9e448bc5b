/**
 * Simulations behind the figures of docs/methods.md, "Belief and calibration": npx tsx bench/belief.ts
 * False flags and found flips by three ways to treat a conversation's own bias, and what intervals cover.
 */
import { drawNormal, normalCdf, type Random, seededRandom } from "../src/math/index.ts";
import { simulateChain } from "../src/stats/chain/__fixtures__/simulate-chain.ts";
import {
  chainOf,
  firstEntry,
  pooledAuroc,
  profileInterval,
  smoothBiased,
  temperFactor,
} from "../src/stats/index.ts";

const chain = chainOf({ pi0: 0.02, rho: 0.005, epsilon: 0.15, r: 0.05 });
const state = 2;
const turns = 20;
const count = 200;

interface Evidence {
  readonly d: number;
  readonly c: number;
  readonly heavy?: boolean;
}

/** From turn `from` on turned; held within ±4 as calibrated evidence is. */
function conversation(
  random: Random,
  { d, c, heavy = false }: Evidence,
  { from, shift = 0 }: { readonly from: number; readonly shift?: number },
): number[] {
  const bias = Math.sqrt(c * d) * drawNormal(random) * (shift === 0 ? 1 : 0) + shift;
  return Array.from({ length: turns }, (_, t) => {
    const tail = heavy ? 0.6 / Math.sqrt(-Math.log(1 - random())) : 1;
    const noise = Math.sqrt((1 - c) * d) * drawNormal(random) * tail;
    return Math.min(4, Math.max(-4, (t >= from ? d / 2 : -d / 2) + bias + noise));
  });
}

type Way = (evidence: readonly number[]) => number;

const plain =
  (factor: number): Way =>
  (evidence) =>
    firstEntry(
      chain,
      evidence.map((nats) => [0, 0, factor * nats]),
      { state },
    ).probability;
const integrated =
  (separation: number, correlation: number): Way =>
  (evidence) =>
    smoothBiased(chain, evidence, { state, separation, correlation }).flip.probability;

function share(way: Way, conversations: readonly (readonly number[])[]): string {
  const flagged = conversations.filter((evidence) => way(evidence) > 0.5).length;
  return `${((100 * flagged) / conversations.length).toFixed(1)} %`;
}

const made = (how: () => number[]) => Array.from({ length: count }, how);

for (const evidence of [
  { d: 1, c: 0.3 },
  { d: 2, c: 0.3 },
  { d: 4, c: 0.2 },
  { d: 4, c: 0.3 },
  { d: 2, c: 0.3, heavy: true },
]) {
  const random = seededRandom(3);
  const { d, c } = evidence;
  const benign = made(() => conversation(random, evidence, { from: turns }));
  const styled = made(() => conversation(random, evidence, { from: turns, shift: d / 2 + 0.3 }));
  const flipped = made(() =>
    conversation(random, evidence, { from: 3 + Math.floor(14 * random()) }),
  );
  console.log(`\nd ${d}, c ${c}${evidence.heavy === true ? ", heavy tails" : ""}`);
  const ways: Record<string, Way> = {
    plain: plain(1),
    exponent: plain(temperFactor(c, turns)),
    integrated: integrated(d, c),
    "integrated, c doubled": integrated(d, Math.min(0.8, 2 * c)),
    "integrated, c halved": integrated(d, c / 2),
    "integrated, d taken as 2": integrated(2, c),
  };
  for (const [name, way] of Object.entries(ways)) {
    console.log(
      `${name.padEnd(26)} false ${share(way, benign)}, style at +0.3 ${share(way, styled)}, found ${share(way, flipped)}`,
    );
  }
}

console.log("\nprofile intervals of rho and epsilon, four fork-probes a turn, 200 trials");
for (const [rho, epsilon, conversations] of [
  [0.03, 0.15, 25],
  [0.01, 0.3, 25],
  [0.08, 0.1, 12],
] as const) {
  const random = seededRandom(7);
  const rates = { pi0: 0.05, rho, epsilon, r: 0.05 };
  const [bad, shown] = [
    [0.02, 0.02, 0.7],
    [0.02, 0.4, 0.8],
  ];
  const log = (hits: number, n: number, p = 0) => hits * Math.log(p) + (n - hits) * Math.log(1 - p);
  const draw = (n: number, p = 0) => Array.from({ length: n }, random).filter((u) => u < p).length;
  const covered = { rho: 0, epsilon: 0 };
  for (let trial = 0; trial < 200; trial++) {
    const data = {
      kind: "emissions",
      conversations: Array.from({ length: conversations }, () =>
        simulateChain(chainOf(rates), 5 + Math.floor(random() * 46), random).map((at) => {
          const [verdict, revealed] = [draw(1, bad[at]), draw(4, shown[at])];
          return [0, 1, 2].map((s) => log(verdict, 1, bad[s]) + log(revealed, 4, shown[s]));
        }),
      ),
    } as const;
    for (const name of ["rho", "epsilon"] as const) {
      const { low, high } = profileInterval(data, name).interval;
      if (low <= rates[name] && rates[name] <= high) covered[name]++;
    }
  }
  console.log(
    `rho ${rho}, epsilon ${epsilon}, ${conversations} conversations: covered ${covered.rho / 2} and ${covered.epsilon / 2} %`,
  );
}

console.log("\npooled AUROC, groups of 2 to 11, 200 trials");
for (const [groups, spread] of [
  [15, 0],
  [25, 0],
  [40, 1],
  [80, 1],
] as const) {
  const random = seededRandom(99);
  const truth = normalCdf(1.5 / Math.sqrt(2 * (1 + spread ** 2)));
  let covered = 0;
  for (let trial = 0; trial < 200; trial++) {
    const rows = Array.from({ length: groups }, (_, group) => {
      const own = spread * drawNormal(random);
      return Array.from({ length: 2 + Math.floor(10 * random()) }, () => {
        const turned = random() < 0.4;
        const score = own + (turned ? 1.5 : 0) + drawNormal(random);
        return { score, turned, group: `${group}` };
      });
    }).flat();
    const found = pooledAuroc(rows, { random, resamples: 300 });
    if (found !== null && found.interval.low <= truth && truth <= found.interval.high) covered++;
  }
  console.log(`${groups} groups, spread ${spread}: covered ${covered / 2} %`);
}
