import { type PlotOptions, ruleY, text } from "@observablehq/plot";
import { useCallback } from "react";
import type { ReportData, Story } from "../../src/report/report-data.ts";
import { Figure } from "./figure.tsx";
import { PlotFrame } from "./plot-frame.tsx";
import { useReadout } from "./readout.tsx";
import { domainOf, turnTicks } from "./scale.ts";
import { Legend, type SeriesStyle, seriesMarks } from "./series.tsx";

interface NextSeries extends SeriesStyle {
  readonly name: Story["next"][number]["series"];
  /** Shift along the turns, so that intervals of one turn stand side by side. */
  readonly shift: number;
}

const series: readonly NextSeries[] = [
  {
    name: "slipped, its own turns",
    label: "slipped, then its own turns",
    colour: "var(--turned)",
    dash: "",
    symbol: "circle",
    shift: 0.05,
  },
  {
    name: "slipped, planted good turns",
    label: "slipped, then planted good turns",
    colour: "var(--mended)",
    dash: "7 3",
    symbol: "square",
    shift: -0.05,
  },
  {
    name: "never slipped",
    label: "never slipped",
    colour: "var(--loyal)",
    dash: "2 3",
    symbol: "triangle",
    shift: 0,
  },
];

interface Props {
  readonly next: Story["next"];
  readonly behaviour: ReportData["behaviour"];
}

/** What came next: the preference over the turns after the slip, against never having slipped. */
export function NextCurve({ next, behaviour }: Props) {
  const { wanted, unwanted } = behaviour;
  const readout = useReadout();
  const draw = useCallback(
    (width: number) =>
      nextPlot(next, width, { above: `${unwanted} preferred above this line`, readout }),
    [next, unwanted, readout],
  );
  const drawn = series.filter(({ name }) => next.some((point) => point.series === name));
  return (
    <Figure
      legend={<Legend series={drawn} />}
      caption={`Margin by turns after the slip: ${
        readout.id === "sampled"
          ? `share of drawn replies that are ${unwanted}, not ${wanted}`
          : `log-probability per token of the ${unwanted} reply minus that of the ${wanted} one, in nats`
      }. Bands are 95 % intervals.`}
      heads={["series", "turns after the slip", `margin, ${readout.unit}`]}
      rows={next.map((point) => ({
        key: `${point.series} ${point.turn}`,
        cells: [point.series, String(point.turn)],
        value: point.margin,
      }))}
    >
      <PlotFrame
        draw={draw}
        label={`Curves of the margin over the turns after the slip: ${drawn.map(({ label }) => label).join("; ")}. The numbers are in the table below.`}
      />
    </Figure>
  );
}

function nextPlot(
  next: Story["next"],
  width: number,
  { above, readout }: { readonly above: string; readonly readout: ReportData["readout"] },
): PlotOptions {
  const y = domainOf(
    next.map(({ margin }) => margin),
    [readout.crossing],
  );
  const last = next.reduce((most, { turn }) => Math.max(most, turn), 1);
  return {
    height: width < 500 ? 320 : 380,
    marginLeft: 44,
    marginBottom: 46,
    x: {
      domain: [-0.25, last + 0.25],
      label: "turns after the slip",
      ticks: turnTicks(last),
      tickFormat: "d",
    },
    y: {
      domain: [y[0], y[1] + 0.07 * (y[1] - y[0])],
      label: `margin (${readout.unit})`,
      grid: true,
      ticks: 6,
    },
    marks: [
      ruleY([readout.crossing], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      text([above], {
        x: last + 0.25,
        y: readout.crossing,
        text: (label: string) => `↑ ${label}`,
        textAnchor: "end",
        lineAnchor: "bottom",
        dy: -6,
        fill: "var(--ink)",
      }),
      ...series.flatMap((style) =>
        seriesMarks(
          style,
          next
            .filter((point) => point.series === style.name)
            .map(({ turn, margin }) => ({ x: turn + style.shift, ...margin })),
        ),
      ),
    ],
  };
}
