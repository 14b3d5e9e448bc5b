import { areaY, dot, lineY, type Markish, ruleX } from "@observablehq/plot";
import type { Estimate } from "../../src/report/report-data.ts";

/** Keeps a label readable where it lies on lines. */
export const halo = { stroke: "var(--paper)", strokeWidth: 4 } as const;

/** How a curve looks: by colour, by dash and by the shape of its points, so that no one of them is needed. */
export interface SeriesStyle {
  readonly label: string;
  /** A CSS colour; a variable follows the page's theme. */
  readonly colour: string;
  readonly dash: string;
  readonly symbol: keyof typeof symbolPaths;
}

/** A point of a curve. */
export interface SeriesPoint extends Estimate {
  readonly x: number;
}

/** Band, line, intervals and points of one curve. */
export function seriesMarks(style: SeriesStyle, points: readonly SeriesPoint[]): Markish[] {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const bounded = sorted.filter(({ low, high }) => low !== null && high !== null);
  const { colour } = style;
  return [
    areaY(bounded, { x: "x", y1: "low", y2: "high", fill: colour, fillOpacity: 0.13 }),
    ruleX(bounded, { x: "x", y1: "low", y2: "high", stroke: colour, strokeOpacity: 0.45 }),
    lineY(sorted, {
      x: "x",
      y: "estimate",
      stroke: colour,
      strokeWidth: 2.25,
      strokeDasharray: style.dash,
    }),
    dot(sorted, {
      x: "x",
      y: "estimate",
      r: 4.5,
      symbol: style.symbol,
      fill: colour,
      stroke: "var(--paper)",
      strokeWidth: 1.5,
    }),
  ];
}

/** Names the curves of a figure. */
export function Legend({ series }: { readonly series: readonly SeriesStyle[] }) {
  return (
    <ul className="legend">
      {series.map(({ label, colour, dash, symbol }) => (
        <li key={label}>
          <svg viewBox="0 0 34 12" aria-hidden="true">
            <line x1="1" x2="33" y1="6" y2="6" stroke={colour} strokeDasharray={dash} />
            <path d={symbolPaths[symbol]} fill={colour} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

const symbolPaths = {
  circle: "M17 1.8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 1 1 0-8.4z",
  square: "M13 2h8v8h-8z",
  triangle: "M17 0.8 22 10H12z",
} as const;
