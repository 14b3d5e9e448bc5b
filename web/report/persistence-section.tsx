import { type Markish, type PlotOptions, ruleX, ruleY, text } from "@observablehq/plot";
import { useCallback } from "react";
import type { CurvePoint, Persistence, ReportData } from "../../src/report/report-data.ts";
import { Figure } from "./figure.tsx";
import { PlotFrame } from "./plot-frame.tsx";
import { domainOf, turnTicks } from "./scale.ts";
import { NotRunNote, Section } from "./section.tsx";
import { halo, Legend, type SeriesStyle, seriesMarks } from "./series.tsx";

const own: SeriesStyle = {
  label: "the model's own turns (waiting)",
  colour: "var(--turned)",
  dash: "",
  symbol: "circle",
};
const planted: SeriesStyle = {
  label: "planted good turns (counter-evidence)",
  colour: "var(--mended)",
  dash: "7 3",
  symbol: "square",
};

/** How long the slip's effect stays, over the model's own turns and over planted good ones. */
export function PersistenceSection({ data }: { readonly data: ReportData }) {
  const { persistence, delta, figures } = data;
  const { unit } = data.readout;
  const draw = useCallback(
    (width: number) => persistencePlot(persistence, { delta, unit }, width),
    [persistence, delta, unit],
  );
  const curves = [
    { style: own, points: persistence.own },
    { style: planted, points: persistence.planted },
  ].filter(({ points }) => points.length > 0);
  return (
    <Section
      id="persistence"
      title="Is there a way back?"
      method={figures.persistence}
      lead="What is left of the slip’s effect, against a twin with as many turns that never slipped."
    >
      {curves.length === 0 ? (
        <NotRunNote command={null}>No arm with turns after the slip was run.</NotRunNote>
      ) : (
        <Figure
          legend={<Legend series={curves.map(({ style }) => style)} />}
          caption={halfLifeText(persistence)}
          heads={["turns", "turns after the slip", `effect left, ${unit}`]}
          rows={curves.flatMap(({ style, points }) =>
            points.map((point) => ({
              key: `${style.label} ${point.turn}`,
              cells: [style.label, String(point.turn)],
              value: point,
            })),
          )}
        >
          <PlotFrame
            draw={draw}
            label={`Curves of the effect left by turns after the slip. ${halfLifeText(persistence)}`}
          />
        </Figure>
      )}
    </Section>
  );
}

function halfLifeText({ halfLifeTurns, halfLifeReason }: Persistence): string {
  if (halfLifeTurns !== null) {
    return `Half of the effect is gone after ${halfLifeTurns.toFixed(1)} of the model’s own turns.`;
  }
  return `No half-life over the model’s own turns${halfLifeReason === null ? "." : `: ${halfLifeReason}.`}`;
}

function persistencePlot(
  persistence: Persistence,
  { delta, unit }: { readonly delta: number; readonly unit: string },
  width: number,
): PlotOptions {
  const all = [...persistence.own, ...persistence.planted];
  const last = all.reduce((most, { turn }) => Math.max(most, turn), 1);
  const half = persistence.halfLifeTurns;
  const y = domainOf(all, [0, delta]);
  const end = Math.max(last, half === null ? 0 : Math.min(half, 2 * last)) + 0.25;
  const points = (curve: readonly CurvePoint[], shift: number) =>
    curve.map((point) => ({ x: point.turn + shift, ...point }));
  const note = { x: end, textAnchor: "end", lineAnchor: "bottom", dy: -6, ...halo } as const;
  return {
    height: width < 500 ? 300 : 340,
    marginLeft: 44,
    marginBottom: 46,
    x: {
      domain: [-0.25, end],
      label: "turns after the slip",
      ticks: turnTicks(Math.floor(end)),
      tickFormat: "d",
    },
    y: { domain: [...y], label: `effect left (${unit})`, grid: true, ticks: 6 },
    marks: [
      ruleY([0], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      ruleY([delta], { stroke: "var(--muted)", strokeDasharray: "3 3" }),
      ...seriesMarks(own, points(persistence.own, 0.04)),
      ...seriesMarks(planted, points(persistence.planted, -0.04)),
      ...halfLifeMarks(half, end),
      text(["0: as if never slipped"], { ...note, y: 0, fill: "var(--ink)" }),
      text([`smallest effect of interest, ${delta}`], { ...note, y: delta, fill: "var(--muted)" }),
    ],
  };
}

function halfLifeMarks(half: number | null, end: number): Markish[] {
  if (half === null || half > end) return [];
  const late = half > end / 2;
  return [
    ruleX([half], { stroke: "var(--turned)", strokeDasharray: "3 3" }),
    text([`half gone: ${half.toFixed(1)} turns`], {
      x: half,
      frameAnchor: "top",
      textAnchor: late ? "end" : "start",
      dx: late ? -6 : 6,
      dy: 4,
      fill: "var(--turned)",
      ...halo,
    }),
  ];
}
