import { natsOf } from "../../src/measure/index.ts";
import {
  brierScore,
  crossFit,
  fitLogistic,
  type LabelledScores,
  type ReliabilitySlope,
  reliabilityCurve,
  reliabilitySlope,
} from "../../src/stats/index.ts";
import type { BenchContext } from "./bench-context.ts";
import type { JudgedReply } from "./data-sets.ts";
import { rankedScores, scoreOfNothing } from "./judged-replies.ts";
import { figure, markdownTable, withInterval } from "./markdown.ts";

/** Whether nats mean what they say, wherever there are 200 labels or more. */
export async function calibrated(bench: BenchContext): Promise<string> {
  const [finetuned, base, inoculated] = await Promise.all([
    bench.data.judged("finetuned"),
    bench.data.judged("base"),
    bench.data.judged("inoculated"),
  ]);
  if (finetuned === null || base === null || inoculated === null) {
    return "Skipped: not all em-judged files are there.";
  }
  const sets: readonly (readonly [string, readonly JudgedReply[]])[] = [
    ["fine-tuned and base", [...finetuned, ...base]],
    ["fine-tuned", finetuned],
    ["inoculated", inoculated],
    ["all three", [...finetuned, ...base, ...inoculated]],
  ];
  const parts: { readonly rows: readonly (readonly string[])[]; readonly note: string }[] = [];
  for (const [name, replies] of sets) {
    const cases = await casesOf(bench, replies);
    parts.push({ rows: linesOf(bench, name, cases), note: stretchNote(bench, name, cases) });
  }
  const table = markdownTable(
    ["set", "map", "labels", "Brier", "Brier of the base rate", "slope [95 %]", "intercept"],
    parts.flatMap(({ rows }) => rows),
  );
  const first = await casesOf(bench, [...finetuned, ...base]);
  return [table, "", ...parts.map(({ note }) => note), "", curveOf(bench, first)].join("\n");
}

async function casesOf(
  bench: BenchContext,
  replies: readonly JudgedReply[],
): Promise<readonly LabelledScores[]> {
  const nothing = scoreOfNothing(bench.map);
  const scores = (await bench.scores(replies)).map((score) => score ?? nothing);
  return rankedScores(replies, scores).map(({ score, turned, group }) => {
    return { scores: [score], turned, group };
  });
}

function linesOf(
  bench: BenchContext,
  name: string,
  cases: readonly LabelledScores[],
): readonly (readonly string[])[] {
  const own = cases.map(({ scores }) => natsOf(bench.map, scores));
  const fitted = crossFit(cases, fitLogistic, { folds: Number.POSITIVE_INFINITY });
  return [
    line(name, "the profile's own (shipped)", cases, own),
    line(
      name,
      "the profile's own, stretch from the other questions",
      cases,
      stretched(bench, cases).nats,
    ),
    line(name, "fitted on the other questions", cases, fitted),
  ];
}

function line(
  set: string,
  map: string,
  all: readonly LabelledScores[],
  allNats: readonly (number | null)[],
): readonly string[] {
  const cases = all.flatMap((one, index) => {
    const nats = allNats[index] ?? null;
    return nats === null ? [] : [{ ...one, nats }];
  });
  const rate = cases.filter(({ turned }) => turned).length / cases.length;
  const prior = Math.log(rate / (1 - rate));
  const forecasts = cases.map(({ nats, turned, group }) => {
    return { logOdds: nats + prior, happened: turned, group };
  });
  const found = reliabilitySlope(forecasts);
  const brier = brierScore(
    forecasts.map(({ logOdds, happened }) => {
      return { probability: 1 / (1 + Math.exp(-logOdds)), happened };
    }),
  );
  return [
    set,
    map,
    String(cases.length),
    figure(brier),
    figure(rate * (1 - rate)),
    withInterval(found?.slope, found?.slopeInterval, 2),
    figure(found?.intercept, 2),
  ];
}

/** The shipped map with its stretch fitted anew for each question on the others. */
function stretched(
  bench: BenchContext,
  cases: readonly LabelledScores[],
): { readonly nats: readonly (number | null)[]; readonly factors: readonly number[] } {
  const groups = [...new Set(cases.map(({ group }) => group))];
  const factors = new Map(
    groups.map((name) => {
      const others = cases.filter(({ group }) => group !== name);
      return [name, slopeOf(bench, others)?.slope ?? null];
    }),
  );
  const nats = cases.map(({ scores, group }) => {
    const factor = factors.get(group) ?? null;
    return factor === null ? null : held(factor * unheld(bench, scores));
  });
  return { nats, factors: [...factors.values()].flatMap((factor) => factor ?? []) };
}

function slopeOf(bench: BenchContext, cases: readonly LabelledScores[]): ReliabilitySlope | null {
  return reliabilitySlope(
    cases.map(({ scores, turned, group }) => {
      return { logOdds: unheld(bench, scores), happened: turned, group };
    }),
  );
}

const maxNats = 4;

function held(nats: number): number {
  return Math.max(-maxNats, Math.min(maxNats, nats));
}

/** The shipped map's line without its bound. */
function unheld({ map }: BenchContext, [score = 0]: readonly number[]): number {
  return map.kind === "logistic" ? map.intercept + (map.slopes[0] ?? 0) * score : 0;
}

function stretchNote(bench: BenchContext, name: string, cases: readonly LabelledScores[]): string {
  const { factors } = stretched(bench, cases);
  const list = factors.map((factor) => figure(factor, 2)).join(", ");
  return `- ${name}: what the shipped map would have to be stretched by, from the other questions: ${list || "–"}.`;
}

function curveOf(bench: BenchContext, cases: readonly LabelledScores[]): string {
  const rate = cases.filter(({ turned }) => turned).length / cases.length;
  const prior = Math.log(rate / (1 - rate));
  const bins = reliabilityCurve(
    cases.map(({ scores, turned }) => {
      const logOdds = natsOf(bench.map, scores) + prior;
      return { probability: 1 / (1 + Math.exp(-logOdds)), happened: turned };
    }),
    8,
  );
  const table = markdownTable(
    ["said", "happened [95 %, Wilson]", "replies"],
    bins.map(({ n, said, happened, interval }) => [
      figure(said, 2),
      withInterval(happened, interval, 2),
      String(n),
    ]),
  );
  return `Reliability of the shipped map, fine-tuned and base, at the set's own base rate:\n\n${table}`;
}
