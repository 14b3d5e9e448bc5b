import { quantile } from "../../src/math/index.ts";
import { wilson } from "../../src/stats/index.ts";
import { withInterval } from "../validity/markdown.ts";
import type { Efficacy } from "./efficacy-gate.ts";
import type { GateCount } from "./off-profile-gate.ts";
import { type Cell, cellName } from "./requests.ts";

/** Of {@link plumbingRow}. */
export const plumbingHeads = [
  "policy",
  "cell",
  "good",
  "altered",
  "bad",
  "leaked",
  "replaced",
  "withheld",
];

/** One cell under one policy. */
export function plumbingRow({
  policy,
  cell,
  count,
}: {
  policy: string;
  cell: Cell;
  count: GateCount;
}): string[] {
  const { good, altered, bad, leaked, replaced, withheld } = count;
  return [policy, cellName(cell), ...[good, altered, bad, leaked, replaced, withheld].map(String)];
}

/** Of {@link efficacyRow}. */
export const efficacyHeads = [
  "policy",
  "cell",
  "bad replies that came through whole",
  "good replies altered",
  "characters of a held bad reply that were out, median (most)",
];

/** One cell under one policy. */
export function efficacyRow({
  policy,
  cell,
  found,
}: {
  policy: string;
  cell: Cell;
  found: readonly Efficacy[];
}): string[] {
  const share = (of: readonly Efficacy[], counts: (one: Efficacy) => boolean) => {
    const hits = of.filter(counts).length;
    return `${withInterval(hits / of.length, wilson(hits, of.length, 0.95), 2)} (${hits} of ${of.length})`;
  };
  const bad = found.filter(({ isBad }) => isBad);
  const good = found.filter(({ isBad }) => !isBad);
  const out = bad.filter(({ isWhole }) => !isWhole).map(({ charsOut }) => charsOut);
  return [
    policy,
    cellName(cell),
    share(bad, ({ isWhole }) => isWhole),
    share(good, ({ isWhole }) => !isWhole),
    out.length === 0 ? "–" : `${quantile(out, 0.5)} (${Math.max(...out)})`,
  ];
}
