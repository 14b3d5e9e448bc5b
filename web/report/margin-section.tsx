import type { ArmMargin, ReportData } from "../../src/report/report-data.ts";
import { estimateText } from "./format.ts";
import { ChartLines, IntervalAxis, IntervalChart } from "./interval-chart.tsx";
import { faceOf, TurnMark } from "./marks.tsx";
import { MethodNumber } from "./method.tsx";
import { useReadout } from "./readout.tsx";
import { type Domain, domainOf } from "./scale.ts";
import { Section } from "./section.tsx";

/** Every arm's margin on one axis, with the line where the preference would cross. */
export function MarginSection({ data }: { readonly data: ReportData }) {
  const { margins, behaviour, figures } = data;
  const { wanted, unwanted } = behaviour;
  const { id, unit, crossing } = data.readout;
  const crossed = margins.filter(({ estimate }) => estimate > crossing).length;
  const domain = domainOf(margins, [crossing]);
  const which =
    id === "sampled" ? `most drawn replies ${unwanted}` : `the ${unwanted} reply the likelier one`;
  return (
    <Section
      id="margins"
      title="Did the preference ever cross?"
      method={figures.margins}
      lead={
        crossed === 0
          ? `In none of the ${margins.length} arms is ${which}.`
          : `In ${crossed} of ${margins.length} arms is ${which}.`
      }
    >
      <table className="cards chart-table margins">
        <thead>
          <tr>
            <th scope="col">arm</th>
            <th scope="col" className="chart-head">
              <span className="sides">
                <span>← {wanted} preferred</span>
                <span>{unwanted} preferred →</span>
              </span>
              <IntervalAxis domain={domain} />
            </th>
            <th scope="col">margin, {unit}</th>
          </tr>
        </thead>
        <tbody>
          {margins.map((margin) => (
            <MarginRow key={margin.arm} margin={margin} domain={domain} method={figures.margins} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

interface RowProps {
  readonly margin: ArmMargin;
  readonly domain: Domain;
  readonly method: string;
}

function MarginRow({ margin, domain, method }: RowProps) {
  const { arm, label, turns, estimate } = margin;
  const { crossing } = useReadout();
  return (
    <tr>
      <th scope="row">
        <span className="arm-name">{label}</span>
        <span className="arm-turns">
          <Turns letters={turns} /> {label !== arm && <code>{arm}</code>}
        </span>
      </th>
      <td className="chart-cell">
        <ChartLines domain={domain} at={[crossing]} />
        <IntervalChart
          marks={[{ value: margin, style: estimate > crossing ? "turned" : "loyal" }]}
          domain={domain}
          label={`${label}: ${estimateText(margin)}`}
        />
      </td>
      <td className="number">
        <MethodNumber id={method} about={`the margin of ${arm}`} value={margin} />
      </td>
    </tr>
  );
}

/** The turns of an arm as a row of faces, with their letters where a face has none. */
function Turns({ letters }: { readonly letters: string }) {
  const turns = [...letters].map((letter, place) => ({ letter, key: `${place}` }));
  return (
    <span className="turns">
      <span className="visually-hidden">{letters === "" ? "no turns" : letters}</span>
      <span aria-hidden="true">
        {turns.map(({ letter, key }) =>
          faceOf(letter) === "other" ? (
            <span className="turn-letter" key={key}>
              {letter}
            </span>
          ) : (
            <TurnMark key={key} letter={letter} />
          ),
        )}
      </span>
    </span>
  );
}
