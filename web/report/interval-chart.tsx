import type { Estimate } from "../../src/report/report-data.ts";
import { estimateText } from "./format.ts";
import { type Domain, percentOf, ticksOf } from "./scale.ts";

/** How a mark is drawn: the number itself, a control, or something that holds by construction. */
export type MarkStyle = "loyal" | "turned" | "plain" | "control" | "construction";

interface ChartMark {
  readonly value: Estimate;
  readonly style: MarkStyle;
}

interface ChartProps {
  /** Drawn from top to bottom, each on its own line. */
  readonly marks: readonly ChartMark[];
  readonly domain: Domain;
  /** Vertical lines with their values: zero is drawn solid, others dashed. */
  readonly lines?: readonly number[];
  readonly label: string;
}

const rowHeight = 14;
const labelHeight = 13;

/** Estimates with their 95 % intervals on one small axis; scales with its box. */
export function IntervalChart({ marks, domain, lines = [], label }: ChartProps) {
  const room = lines.length === 0 ? 0 : labelHeight;
  const height = rowHeight * Math.max(1, marks.length) + 6 + room;
  const rows = marks.map((mark, place) => ({ ...mark, y: 3 + rowHeight * (place + 0.5) }));
  return (
    <svg className="interval-chart" height={height} width="100%" role="img" aria-label={label}>
      {lines.map((line) => (
        <g key={line} className={line === 0 ? "zero" : "mark"}>
          <line
            x1={`${percentOf(line, domain)}%`}
            x2={`${percentOf(line, domain)}%`}
            y1="0"
            y2={height - room}
          />
          <text
            x={`${percentOf(line, domain)}%`}
            y={height - 2}
            textAnchor={line === 0 ? "end" : "start"}
          >
            {line}
          </text>
        </g>
      ))}
      {rows.map(({ value, style, y }) => (
        <Interval key={y} value={value} style={style} y={y} domain={domain} />
      ))}
    </svg>
  );
}

interface IntervalProps extends ChartMark {
  readonly y: number;
  readonly domain: Domain;
}

function Interval({ value, style, y, domain }: IntervalProps) {
  const { estimate, low, high } = value;
  const at = (end: number | null, side: number) => (end === null ? side : percentOf(end, domain));
  const bounded = low !== null || high !== null;
  return (
    <g className={`interval ${style}`}>
      <title>{estimateText(value)}</title>
      {bounded && <line x1={`${at(low, 0)}%`} x2={`${at(high, 100)}%`} y1={y} y2={y} />}
      {style === "construction" ? (
        <rect x={`${percentOf(estimate, domain)}%`} y={y - 4.5} width="3" height="9" />
      ) : (
        <circle cx={`${percentOf(estimate, domain)}%`} cy={y} r="4.5" />
      )}
    </g>
  );
}

/** The scale above a column of {@link IntervalChart}s that share a domain. */
export function IntervalAxis({ domain }: { readonly domain: Domain }) {
  return (
    <svg className="interval-axis" height="18" width="100%" aria-hidden="true">
      {ticksOf(domain).map((tick) => (
        <text key={tick} x={`${percentOf(tick, domain)}%`} y="12" textAnchor="middle">
          {String(tick).replace("-", "−")}
        </text>
      ))}
    </svg>
  );
}

interface LinesProps {
  readonly domain: Domain;
  readonly at: readonly number[];
}

/** Vertical lines through a whole cell, so that they run on from row to row of a table. */
export function ChartLines({ domain, at }: LinesProps) {
  return (
    <span className="chart-lines" aria-hidden="true">
      {at.map((line) => (
        <span
          key={line}
          className={line === 0 ? "zero" : "mark"}
          style={{ left: `${percentOf(line, domain)}%` }}
        />
      ))}
    </span>
  );
}
