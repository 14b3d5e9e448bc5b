import { type PlotOptions, ruleY } from "@observablehq/plot";
import { useCallback } from "react";
import type { SessionFigure } from "../../src/report/report-data.ts";
import { Figure } from "./figure.tsx";
import { PlotFrame } from "./plot-frame.tsx";
import { NotRunNote } from "./section.tsx";
import { type SeriesStyle, seriesMarks } from "./series.tsx";

interface Props {
  readonly ages: SessionFigure["ages"];
  readonly reading: "offProfile" | "accuracy";
  readonly title: string;
  /** Said where there is no number. */
  readonly none: string;
}

const styles: Readonly<Record<Props["reading"], SeriesStyle>> = {
  offProfile: { label: "", colour: "var(--turned)", dash: "", symbol: "circle" },
  accuracy: { label: "", colour: "var(--muted)", dash: "2 3", symbol: "triangle" },
};

/** A share by the age of the context. */
export function AgeFigure({ ages, reading, title, none }: Props) {
  const draw = useCallback((width: number) => agePlot(ages, reading, width), [ages, reading]);
  const points = pointsOf(ages, reading);
  if (points.length === 0) return <NotRunNote command={null}>{none}</NotRunNote>;
  return (
    <Figure
      caption={`By turns on the record: ${title}. Bars are 95 % intervals, sessions as clusters.`}
      heads={["turns on the record", "share"]}
      rows={points.map(({ x, ...value }) => ({ key: String(x), cells: [String(x)], value }))}
    >
      <PlotFrame draw={draw} label={`By turns on the record: ${title}.`} />
    </Figure>
  );
}

function pointsOf(ages: Props["ages"], reading: Props["reading"]) {
  return ages.flatMap((row) => {
    const value = row[reading];
    return value === null ? [] : [{ x: row.age, ...value }];
  });
}

function agePlot(ages: Props["ages"], reading: Props["reading"], width: number): PlotOptions {
  const last = ages.reduce((most, { age }) => Math.max(most, age), 1);
  return {
    height: width < 500 ? 240 : 260,
    marginLeft: 44,
    marginBottom: 46,
    x: {
      domain: [-0.04 * last, 1.04 * last],
      label: "turns on the record",
      ticks: ages.map(({ age }) => age),
      tickFormat: "d",
    },
    y: { domain: [0, 1], label: "share", grid: true, ticks: 5 },
    marks: [
      ruleY([0], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      ...seriesMarks(styles[reading], pointsOf(ages, reading)),
    ],
  };
}
