import {
  defaultCalibration,
  defaultDependence,
  type EvidenceDependence,
} from "../../src/core/index.ts";
import { quantile } from "../../src/math/index.ts";
import { believe, recoveredBelow } from "../../src/measure/index.ts";
import { wilson } from "../../src/stats/index.ts";
import type { BenchContext } from "./bench-context.ts";
import { clean, type Half, halves, type MadeConversation, planted } from "./conversations.ts";
import { figure, markdownTable, withInterval } from "./markdown.ts";

const threshold = 0.5;
const conversations = 500;

/** How well flips are found and dated, on conversations of real replies with a flip planted in them. */
export async function plantedFlips(bench: BenchContext): Promise<string> {
  const found = await halves(bench);
  if (found === null) return "Skipped: em-judged-gpt41-finetuned or -base is not there.";
  const kinds = ["lasting", "recovering"] as const;
  const rows = kinds.map((kind) => {
    const random = bench.random(`planted ${kind}`);
    const made = Array.from({ length: conversations }, () => planted(found.test, kind, random));
    return [kind, ...figures(made, defaultDependence)];
  });
  const table = markdownTable(
    [
      "flip",
      "found at 0.5 [95 %]",
      "median error, assistant turns (of those found)",
      "median error, all",
      "off by 1 turn or less, of those found",
      "95 % set holds the turn",
      "recovered told right, of those found",
    ],
    rows,
  );
  const swept = sweep(bench, found.train);
  return `${table}\n\n${partsUsed(found)}\n\n${swept}`;
}

function partsUsed({ train, test }: { readonly train: Half; readonly test: Half }): string {
  const names = ({ questions }: Half) =>
    questions.map((one) => `“${one.slice(0, 28).trim()}…”`).join(", ");
  return [
    `Test half: ${names(test)} (${test.clean.length} clean and ${test.turned.length} turned replies).`,
    `Training half, on which the separation and the correlation were chosen: ${names(train)} (${train.clean.length} and ${train.turned.length}).`,
    `${conversations} conversations a row, 6 to 20 assistant turns, the chain's default parameters.`,
  ].join(" ");
}

function figures(made: readonly MadeConversation[], dependence: EvidenceDependence): string[] {
  const read = made.map((one) => ({ ...one, belief: believed(one, dependence) }));
  const errors = (of: typeof read) =>
    of.map(({ belief, flip }) => Math.abs((belief?.flipTurn ?? 0) - (flip ?? 0)));
  const found = read.filter(({ belief }) => (belief?.flipProbability ?? 0) >= threshold);
  const share = (hits: number, n: number) =>
    n === 0 ? "–" : withInterval(hits / n, wilson(hits, n, 0.95), 3);
  const near = errors(found).filter((error) => error <= 1).length;
  const held = read.filter(({ belief, flip }) => {
    const [low, high] = belief?.credible ?? [0, -1];
    return flip !== null && low <= flip && flip <= high;
  }).length;
  const told = found.filter(
    ({ belief, back }) =>
      (belief?.beliefs.at(-1)?.turned ?? 1) < recoveredBelow === (back !== null),
  ).length;
  return [
    share(found.length, read.length),
    found.length === 0 ? "–" : figure(quantile(errors(found), 0.5), 1),
    figure(quantile(errors(read), 0.5), 1),
    share(near, found.length),
    share(held, read.length),
    share(told, found.length),
  ];
}

function believed({ evidence }: MadeConversation, dependence: EvidenceDependence) {
  return believe(evidence, defaultCalibration.parameters, dependence);
}

/** What the training half says of separation and correlation: flips found, and clean conversations flagged. */
function sweep(bench: BenchContext, train: Half): string {
  const random = bench.random("sweep");
  const flips = Array.from({ length: 300 }, () => planted(train, "lasting", random));
  const cleans = Array.from({ length: 300 }, () => clean(train.clean, 20, random));
  const flagged = (made: readonly MadeConversation[], dependence: EvidenceDependence) =>
    made.filter((one) => (believed(one, dependence)?.flipProbability ?? 0) >= threshold).length /
    made.length;
  const rows = [1, 2, 3, 4].flatMap((separation) =>
    [0, 0.15, 0.3, 0.5].map((correlation) => {
      const dependence = { separation, correlation };
      return [
        String(separation),
        String(correlation),
        figure(flagged(flips, dependence)),
        figure(flagged(cleans, dependence)),
      ];
    }),
  );
  const heads = ["separation", "correlation", "flips found", "clean flagged"];
  return `On the training half, 300 conversations each:\n\n${markdownTable(heads, rows)}`;
}
