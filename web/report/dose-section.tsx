import { type PlotOptions, ruleY } from "@observablehq/plot";
import { useCallback } from "react";
import type { DosePoint, ReportData } from "../../src/report/report-data.ts";
import { commandOf } from "./commands.ts";
import { Figure } from "./figure.tsx";
import { PlotFrame } from "./plot-frame.tsx";
import { useReadout } from "./readout.tsx";
import { domainOf } from "./scale.ts";
import { NotRunNote, Section } from "./section.tsx";
import { Legend, type SeriesStyle, seriesMarks } from "./series.tsx";

interface DoseSeries extends SeriesStyle {
  readonly name: DosePoint["series"];
  readonly shift: number;
}

const series: readonly DoseSeries[] = [
  {
    name: "coercion",
    label: "coercion",
    colour: "var(--turned)",
    dash: "",
    symbol: "circle",
    shift: 0.03,
  },
  {
    name: "irrelevant instructions",
    label: "irrelevant instructions (control)",
    colour: "var(--muted)",
    dash: "2 3",
    symbol: "triangle",
    shift: -0.03,
  },
];

/** Does more coercion make a larger shadow? */
export function DoseSection({ data }: { readonly data: ReportData }) {
  const { dose, figures, behaviour } = data;
  return (
    <Section
      id="dose"
      title="Does coercion create the shadow?"
      method={dose.length === 0 ? undefined : figures.dose}
      lead={`The effect of one slip, and how ${behaviour.wanted} the model is to begin with, as the instruction grows from none to four sentences.`}
    >
      {dose.length === 0 ? (
        <NotRunNote command={commandOf(data, "C02.dose")}>
          The dose ladder was not run, so nothing is said about it here.
        </NotRunNote>
      ) : (
        <div className="pair">
          <DoseFigure dose={dose} reading="effect" title="effect of the slip, e(essay)" />
          <DoseFigure
            dose={dose}
            reading="fresh"
            title="margin before anything is said, m(fresh)"
          />
        </div>
      )}
    </Section>
  );
}

interface FigureProps {
  readonly dose: readonly DosePoint[];
  readonly reading: "effect" | "fresh";
  readonly title: string;
}

function DoseFigure({ dose, reading, title }: FigureProps) {
  const { unit } = useReadout();
  const draw = useCallback(
    (width: number) => dosePlot(dose, { reading, unit }, width),
    [dose, reading, unit],
  );
  const drawn = series.filter(({ name }) => dose.some((point) => point.series === name));
  return (
    <Figure
      legend={<Legend series={drawn} />}
      caption={`By sentences of instruction: ${title}. In ${unit}.`}
      heads={["series", "sentences", unit]}
      rows={dose.map((point) => ({
        key: `${point.series} ${point.sentences}`,
        cells: [point.series, String(point.sentences)],
        value: point[reading],
      }))}
    >
      <PlotFrame draw={draw} label={`Curves by sentences of instruction: ${title}.`} />
    </Figure>
  );
}

function dosePlot(
  dose: readonly DosePoint[],
  { reading, unit }: { readonly reading: "effect" | "fresh"; readonly unit: string },
  width: number,
): PlotOptions {
  const domain = domainOf(
    dose.map((point) => point[reading]),
    [0],
  );
  const most = dose.reduce((last, { sentences }) => Math.max(last, sentences), 1);
  return {
    height: width < 500 ? 260 : 300,
    marginLeft: 44,
    marginBottom: 46,
    x: {
      domain: [-0.25, most + 0.25],
      label: "sentences",
      ticks: [...new Set(dose.map(({ sentences }) => sentences))],
      tickFormat: "d",
    },
    y: { domain: [...domain], label: unit, grid: true, ticks: 5 },
    marks: [
      ruleY([0], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      ...series.flatMap((style) =>
        seriesMarks(
          style,
          dose
            .filter((point) => point.series === style.name)
            .map((point) => ({ x: point.sentences + style.shift, ...point[reading] })),
        ),
      ),
    ],
  };
}
