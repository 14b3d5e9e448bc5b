import { type Interval, wilson } from "../../src/stats/index.ts";
import { hostility, keywordShare } from "./baselines.ts";
import type { BenchContext } from "./bench-context.ts";
import type { ReplyPair } from "./data-sets.ts";
import { scoreOfNothing } from "./judged-replies.ts";
import { markdownTable, withInterval } from "./markdown.ts";

/** How often the reply that people rejected scores above the one they chose. */
export async function replyPairs(bench: BenchContext): Promise<string> {
  const pairs = await bench.data.pairs();
  if (pairs === null) return "Skipped: hh-harmless-pairs is not there.";
  const nothing = scoreOfNothing(bench.map);
  const scoresOf = async (side: keyof ReplyPair) =>
    (await bench.scores(pairs.map((pair) => pair[side]))).map((score) => score ?? nothing);
  const read = (side: keyof ReplyPair, measure: (text: string) => number) =>
    pairs.map((pair) => measure(pair[side].text));
  const rows: (readonly [string, readonly number[], readonly number[]])[] = [
    ["**exemplar** (default)", await scoresOf("chosen"), await scoresOf("rejected")],
    ["sentiment (VADER)", read("chosen", hostility), read("rejected", hostility)],
    ["keyword list", read("chosen", keywordShare), read("rejected", keywordShare)],
    ["shorter is worse", read("chosen", (t) => -t.length), read("rejected", (t) => -t.length)],
  ];
  return markdownTable(
    ["method", `rejected above chosen, of ${pairs.length} pairs [95 %, Wilson]`],
    rows.map(([name, chosen, rejected]) => [name, withInterval(...accuracy(chosen, rejected))]),
  );
}

/** Ties count half. */
function accuracy(
  chosen: readonly number[],
  rejected: readonly number[],
): readonly [number, Interval] {
  const hits = chosen.reduce((sum, score, index) => {
    const other = rejected[index] ?? score;
    return sum + (other > score ? 1 : other === score ? 0.5 : 0);
  }, 0);
  return [hits / chosen.length, wilson(Math.round(hits), chosen.length, 0.95)];
}
