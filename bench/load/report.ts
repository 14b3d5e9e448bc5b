import { quantile } from "../../src/math/index.ts";
import type { Random } from "../../src/stats/index.ts";
import { markdownTable } from "../validity/markdown.ts";
import type { LoadFigures, Pairs } from "./measure.ts";
import { differenceQuantile, quantileDifference, shown } from "./summary.ts";

/** One subject over all rounds. */
export interface SubjectFigures {
  readonly name: string;
  readonly json: Pairs;
  readonly stream: Pairs;
  readonly closed: {
    readonly underWay: number;
    readonly isStream: boolean;
    readonly loads: LoadFigures[];
  }[];
  readonly open: {
    readonly share: number;
    readonly perSecond: number;
    readonly loads: LoadFigures[];
    /** Straight to the mock at the same rate. */
    readonly direct: LoadFigures[];
  }[];
}

/** All tables in markdown. */
export function loadReport(all: readonly SubjectFigures[], random: Random): string {
  return [
    "**Proxying, not scoring**: what is read is read beside the replies; the share of replies that were read stands beside each load.",
    "One after another, paired with a request straight to the mock: first byte of JSON, first streamed token; ms [95 %, bootstrap].",
    sequentialTable(all, random),
    "Closed loop: so many requests always under way; medians over rounds.",
    closedTable(all),
    "Open loop at shares of each one's own saturation; the first byte later than straight to the mock at the same rate, ms [95 %, bootstrap].",
    openTable(all, random),
  ].join("\n\n");
}

function sequentialTable(all: readonly SubjectFigures[], random: Random): string {
  const rows = all.flatMap(({ name, json, stream }) =>
    [
      { form: "JSON", pairs: json },
      { form: "stream", pairs: stream },
    ]
      .filter(({ pairs }) => pairs.subject.length > 0)
      .map(({ form, pairs }) => {
        const differences = pairs.subject.map((ms, index) => ms - (pairs.direct[index] ?? 0));
        return [
          `${name}, ${form}`,
          ...[0.5, 0.99].map((p) => quantile(pairs.direct, p).toFixed(2)),
          ...[0.5, 0.99].map((p) => quantile(pairs.subject, p).toFixed(2)),
          shown(differenceQuantile(differences, 0.5, random)),
          shown(differenceQuantile(differences, 0.99, random)),
          String(differences.length),
        ];
      }),
  );
  const heads = [
    "subject",
    "direct p50",
    "direct p99",
    "p50",
    "p99",
    "added p50",
    "added p99",
    "n",
  ];
  return markdownTable(heads, rows);
}

const median = (values: readonly number[]) => (values.length === 0 ? null : quantile(values, 0.5));

function medianOf(
  loads: readonly LoadFigures[],
  pick: (load: LoadFigures) => number | null,
): number | null {
  return median(loads.flatMap((load) => pick(load) ?? []));
}

const fixed = (value: number | null, decimals: number) =>
  value === null ? "–" : value.toFixed(decimals);

function closedTable(all: readonly SubjectFigures[]): string {
  const rows = all.flatMap(({ name, closed }) =>
    closed.map(({ underWay, isStream, loads }) => {
      const times = loads.flatMap(({ firstByteMs }) => firstByteMs);
      const errors = loads.reduce((sum, load) => sum + load.errors, 0);
      const share = medianOf(loads, ({ scoredShare }) => scoredShare);
      return [
        `${name}, ${isStream ? "stream" : "JSON"}, c = ${underWay}`,
        fixed(
          medianOf(loads, ({ perSecond }) => perSecond),
          0,
        ),
        fixed(times.length === 0 ? null : quantile(times, 0.5), 2),
        fixed(times.length === 0 ? null : quantile(times, 0.99), 2),
        fixed(
          medianOf(loads, ({ cpuSecondsPer1000 }) => cpuSecondsPer1000),
          2,
        ),
        fixed(
          medianOf(loads, ({ residentMegabytes }) => residentMegabytes),
          0,
        ),
        share === null ? "–" : `${(share * 100).toFixed(0)} %`,
        String(errors),
      ];
    }),
  );
  const heads = [
    "subject",
    "replies/s",
    "first byte p50 ms",
    "p99 ms",
    "CPU s per 1,000",
    "RSS MB",
    "read",
    "errors",
  ];
  return markdownTable(heads, rows);
}

function openTable(all: readonly SubjectFigures[], random: Random): string {
  const rows = all.flatMap(({ name, open }) =>
    open.map(({ share, perSecond, loads, direct }) => {
      const more = loads.flatMap(({ firstByteMs }) => firstByteMs);
      const less = direct.flatMap(({ firstByteMs }) => firstByteMs);
      const read = medianOf(loads, ({ scoredShare }) => scoredShare);
      return [
        `${name}, ${share * 100} %`,
        perSecond.toFixed(0),
        ...[0.5, 0.99].map((p) => quantile(more, p).toFixed(2)),
        shown(quantileDifference({ more, less }, 0.5, random)),
        shown(quantileDifference({ more, less }, 0.99, random)),
        read === null ? "–" : `${(read * 100).toFixed(0)} %`,
        Math.max(...loads.map(({ lateMs }) => lateMs)).toFixed(0),
      ];
    }),
  );
  const heads = [
    "subject, load",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "added p50",
    "added p99",
    "read",
    "sent late, most ms",
  ];
  return markdownTable(heads, rows);
}
