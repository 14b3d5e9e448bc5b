import { dot, lineY, type PlotOptions, ruleX, ruleY, text } from "@observablehq/plot";
import { useCallback } from "react";
import type { ReportData, SessionFigure } from "../../src/report/report-data.ts";
import { AgeFigure } from "./age-figure.tsx";
import { commandOf } from "./commands.ts";
import { Figure } from "./figure.tsx";
import { PlotFrame } from "./plot-frame.tsx";
import { RateTable } from "./rate-table.tsx";
import { turnTicks } from "./scale.ts";
import { NotRunNote, Section } from "./section.tsx";
import { halo } from "./series.tsx";

/** How often should I clear? The answer, its cost curve, the rates behind it, and what else changes with age. */
export function SessionSection({ data }: { readonly data: ReportData }) {
  const { sessions, figures, behaviour } = data;
  return (
    <Section
      id="sessions"
      title="How often should I clear?"
      method={sessions === null ? undefined : figures.sessions}
      lead="Long sessions of the model’s own turns: when does a fresh context, begun before anything went wrong, pay for itself?"
    >
      {sessions === null ? (
        <NotRunNote command={commandOf(data, "C09.clear")}>
          No long sessions were run, so nothing is said about it here.
        </NotRunNote>
      ) : (
        <>
          <p className="answer">{sessions.answer}</p>
          <CostCurve sessions={sessions} />
          <RateTable sessions={sessions} />
          <h3>What else changes with age</h3>
          <p className="drift">{sessions.drift}</p>
          <div className="pair">
            <AgeFigure
              ages={sessions.ages}
              reading="offProfile"
              title={`share of ${behaviour.unwanted} replies, asked off the record`}
              none="No fork could be read."
            />
            <AgeFigure
              ages={sessions.ages}
              reading="accuracy"
              title="share of plain tasks done right (ordinary decay, not the shadow)"
              none="No plain task was asked; a known-answer subject knows none."
            />
          </div>
        </>
      )}
    </Section>
  );
}

function CostCurve({ sessions }: { readonly sessions: SessionFigure }) {
  const draw = useCallback((width: number) => costPlot(sessions, width), [sessions]);
  const { bestTurns, costs, curve, isAssumed } = sessions;
  const best =
    bestTurns === null
      ? "No age is cheaper than never clearing."
      : `The cheapest age is ${bestTurns} ${bestTurns === 1 ? "turn" : "turns"}.`;
  const basis = isAssumed
    ? " The curve rests on documented defaults for rates that these sessions did not tell: an example, not a measurement."
    : "";
  const caption = `Lost turns a turn when the context is cleared after so many turns without a slip, at ${costs.slip} lost turns a slip and ${costs.clear} a clear. ${best}${basis}`;
  return (
    <Figure
      caption={caption}
      heads={["clear after so many turns", "lost turns a turn"]}
      rows={curve
        .filter(({ turns }) => turns === bestTurns || turnTicks(curve.length).includes(turns))
        .map(({ turns, cost }) => ({
          key: String(turns),
          cells: [String(turns)],
          value: { estimate: cost, low: null, high: null },
        }))}
    >
      <PlotFrame draw={draw} label={`Cost by age at which the context is cleared. ${best}`} />
    </Figure>
  );
}

function costPlot({ curve, bestTurns, neverRate }: SessionFigure, width: number): PlotOptions {
  const last = curve.length;
  const best = curve.filter(({ turns }) => turns === bestTurns);
  const costs = curve.map(({ cost }) => cost);
  const ends = [...costs.slice(1), ...(neverRate === null ? [] : [neverRate])];
  const most = 1.15 * ends.reduce((high, cost) => Math.max(high, cost), 0.01);
  const never = neverRate === null ? [] : [neverRate];
  return {
    height: width < 500 ? 300 : 340,
    marginLeft: 48,
    marginBottom: 46,
    x: {
      domain: [0, last],
      label: "clear after so many turns",
      ticks: turnTicks(last),
      tickFormat: "d",
    },
    y: { domain: [0, most], label: "lost turns a turn", grid: true, ticks: 5 },
    marks: [
      ruleY([0], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      ruleY(never, { stroke: "var(--muted)", strokeWidth: 1.5, strokeDasharray: "2 3" }),
      text(never, {
        x: last,
        y: (cost: number) => cost,
        text: () => "never clear",
        textAnchor: "end",
        lineAnchor: "bottom",
        dy: -6,
        fill: "var(--ink)",
        ...halo,
      }),
      lineY(
        curve.filter(({ cost }) => cost <= most),
        { x: "turns", y: "cost", stroke: "var(--mended)", strokeWidth: 2.25 },
      ),
      ruleX(best, { x: "turns", stroke: "var(--mended)", strokeDasharray: "7 3" }),
      dot(best, {
        x: "turns",
        y: "cost",
        r: 5.5,
        fill: "var(--mended)",
        stroke: "var(--paper)",
        strokeWidth: 1.5,
      }),
      text(best, {
        x: "turns",
        y: "cost",
        text: ({ turns }: { readonly turns: number }) => `T* = ${turns}`,
        textAnchor: "start",
        lineAnchor: "top",
        dx: 8,
        dy: 8,
        fill: "var(--ink)",
        ...halo,
      }),
    ],
  };
}
