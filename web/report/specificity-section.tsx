import {
  barX,
  type Markish,
  type PlotOptions,
  ruleX,
  ruleY,
  text,
  tickX,
} from "@observablehq/plot";
import { useCallback } from "react";
import type { Bar, ReportData } from "../../src/report/report-data.ts";
import { Figure } from "./figure.tsx";
import { signed } from "./format.ts";
import { PlotFrame } from "./plot-frame.tsx";
import { domainOf, ticksOf } from "./scale.ts";
import { NotRunNote, Section } from "./section.tsx";

const kinds = {
  effect: "effect of a turn",
  control: "control",
  difference: "difference that decides",
} as const satisfies Record<Bar["kind"], string>;

const fills: Readonly<
  Record<Bar["kind"], { readonly fill: string; readonly fillOpacity: number }>
> = {
  effect: { fill: "var(--turned)", fillOpacity: 0.5 },
  control: { fill: "var(--muted)", fillOpacity: 0.14 },
  difference: { fill: "var(--ink)", fillOpacity: 0.45 },
};

/** Is the exact opposite easier to reach than an unrelated style? Effects, controls and differences. */
export function SpecificitySection({ data }: { readonly data: ReportData }) {
  const { specificity, behaviour, delta, figures } = data;
  const { unit } = data.readout;
  const draw = useCallback(
    (width: number) => specificityPlot(specificity, { delta, unit }, width),
    [specificity, delta, unit],
  );
  return (
    <Section
      id="specificity"
      title="Is it the exact opposite?"
      method={figures.specificity}
      lead={`What one ${behaviour.unwanted} turn does to ${behaviour.unwanted} replies, beside what an unrelated style does to its own, and beside turns that carry no shadow at all.`}
    >
      {specificity.length === 0 ? (
        <NotRunNote command={null}>No style arm was run.</NotRunNote>
      ) : (
        <Figure
          legend={<KindLegend bars={specificity} />}
          caption={`Change in ${unit} against the twin with three ${behaviour.wanted} turns; lines are 95 % intervals, the dashed line is the smallest effect of interest (${delta}).`}
          heads={["on", "what", "kind", unit]}
          rows={specificity.map((bar) => ({
            key: `${bar.group} ${bar.label}`,
            cells: [bar.group, bar.label, kinds[bar.kind]],
            value: bar,
          }))}
        >
          <PlotFrame
            draw={draw}
            label={`Bars with intervals: ${specificity.map(({ label, estimate }) => `${label} ${signed(estimate, 2)}`).join("; ")}.`}
          />
        </Figure>
      )}
    </Section>
  );
}

function KindLegend({ bars }: { readonly bars: readonly Bar[] }) {
  const used = (Object.keys(kinds) as Bar["kind"][]).filter((kind) =>
    bars.some((bar) => bar.kind === kind),
  );
  return (
    <ul className="legend">
      {used.map((kind) => (
        <li key={kind}>
          <svg viewBox="0 0 34 12" aria-hidden="true">
            <rect x="3" y="1" width="28" height="10" {...fills[kind]} stroke={fills[kind].fill} />
          </svg>
          {kinds[kind]}
        </li>
      ))}
    </ul>
  );
}

/** A row of the plot: a bar, or the name of the group of bars below it. */
interface Row {
  readonly row: number;
  readonly name: string;
  readonly bar: Bar | null;
}

function rowsOf(bars: readonly Bar[]): Row[] {
  const listed = [...new Set(bars.map(({ group }) => group))].flatMap((group) => [
    { name: group, bar: null },
    ...bars.filter((bar) => bar.group === group).map((bar) => ({ name: bar.label, bar })),
  ]);
  return listed.map((entry, row) => ({ ...entry, row }));
}

function specificityPlot(
  bars: readonly Bar[],
  { delta, unit }: { readonly delta: number; readonly unit: string },
  width: number,
): PlotOptions {
  const rows = rowsOf(bars);
  const drawn = rows.flatMap(({ row, bar }) => (bar === null ? [] : [{ row, ...bar }]));
  const domain = domainOf(bars, [0, delta]);
  const bounded = drawn.filter(({ low, high }) => low !== null && high !== null);
  const wide = width >= 640;
  const interval = { y: "row", x1: "low", x2: "high", stroke: "var(--ink)" } as const;
  return {
    height: 60 + (wide ? 34 : 46) * rows.length,
    marginTop: 8,
    marginBottom: 46,
    marginLeft: wide ? Math.min(340, 0.4 * width) : 4,
    x: { domain: [...domain], label: unit, ticks: ticksOf(domain), grid: true },
    y: { domain: rows.map(({ row }) => row), axis: null, padding: wide ? 0.45 : 0.64 },
    marks: [
      ruleX([0], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      ruleX([delta], { stroke: "var(--muted)", strokeDasharray: "3 3" }),
      ...(Object.keys(fills) as Bar["kind"][]).map((kind) =>
        barX(
          drawn.filter((row) => row.kind === kind),
          { x1: 0, x2: "estimate", y: "row", ...fills[kind], stroke: fills[kind].fill },
        ),
      ),
      ruleY(bounded, { ...interval, strokeWidth: 1.75 }),
      tickX(bounded, { x: "low", y: "row", stroke: "var(--ink)", strokeWidth: 1.75, inset: 4 }),
      tickX(bounded, { x: "high", y: "row", stroke: "var(--ink)", strokeWidth: 1.75, inset: 4 }),
      rowNames(
        rows.filter(({ bar }) => bar !== null),
        { width, wide, weight: "normal" },
      ),
      rowNames(
        rows.filter(({ bar }) => bar === null),
        { width, wide, weight: "bold" },
      ),
    ],
  };
}

interface NameStyle {
  readonly width: number;
  readonly wide: boolean;
  readonly weight: "normal" | "bold";
}

/** Names left of the bars where there is room, above them where there is none. */
function rowNames(rows: readonly Row[], { width, wide, weight }: NameStyle): Markish {
  return text(rows, {
    y: "row",
    text: "name",
    frameAnchor: "left",
    textAnchor: wide ? "end" : "start",
    lineWidth: wide ? 26 : Math.floor(width / 13),
    textOverflow: "ellipsis-end",
    fontWeight: weight,
    dx: wide ? -12 : 4,
    dy: wide || weight === "bold" ? 0 : -19,
    fill: "var(--ink)",
    stroke: "var(--paper)",
    strokeWidth: wide ? 0 : 5,
  });
}
