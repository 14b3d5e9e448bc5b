import type { RemedyRow, ReportData } from "../../src/report/report-data.ts";
import { absent, estimateText } from "./format.ts";
import { ChartLines, IntervalAxis, IntervalChart, type MarkStyle } from "./interval-chart.tsx";
import { MethodNumber } from "./method.tsx";
import { type Domain, domainOf } from "./scale.ts";
import { NotRunNote, Section } from "./section.tsx";
import { Words } from "./words.tsx";

/** What is left of the slip after each remedy, and what the remedy costs. */
export function RemedySection({ data }: { readonly data: ReportData }) {
  const { remedies, delta, figures, behaviour } = data;
  const domain = domainOf(
    remedies.map(({ residual }) => residual),
    [0, delta],
  );
  return (
    <Section
      id="remedies"
      title="What mends it, and at what cost"
      method={figures.remedies}
      lead={`Residual: how far the conversation still leans toward ${behaviour.unwanted} after the remedy, beside the same conversation that never slipped. At 0 it is as good as never slipped; the dashed line is the smallest effect of interest (${delta}).`}
    >
      {remedies.length === 0 ? (
        <NotRunNote command={null}>No remedy was run.</NotRunNote>
      ) : (
        <table className="cards chart-table remedies">
          <thead>
            <tr>
              <th scope="col">remedy</th>
              <th scope="col" className="chart-head">
                <span className="sides">
                  <span>never slipped = 0</span>
                  <span>still turned →</span>
                </span>
                <IntervalAxis domain={domain} />
              </th>
              <th scope="col">residual</th>
              <th scope="col">won back</th>
              <th scope="col">against fresh</th>
              <th scope="col">tokens added</th>
              <th scope="col">turns lost</th>
            </tr>
          </thead>
          <tbody>
            {remedies.map((remedy) => (
              <Row
                key={remedy.id}
                remedy={remedy}
                domain={domain}
                delta={delta}
                method={figures.remedies}
              />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

const styles: Readonly<Record<RemedyRow["kind"], MarkStyle>> = {
  remedy: "turned",
  control: "control",
  "by construction": "construction",
};

interface RowProps {
  readonly remedy: RemedyRow;
  readonly domain: Domain;
  readonly delta: number;
  readonly method: string;
}

function Row({ remedy, domain, delta, method }: RowProps) {
  const { label, text, residual, gain, againstFresh, kind, tokensAdded, turnsLost } = remedy;
  return (
    <tr className={kind === "remedy" ? "remedy" : "remedy reference"}>
      <th scope="row">
        <span className="arm-name">{label}</span>
        {kind !== "remedy" && <span className="tag">{kind}</span>}
        {text !== null && (
          <details className="remedy-text">
            <summary>the words</summary>
            <p>
              <Words text={text} />
            </p>
          </details>
        )}
      </th>
      <td className="chart-cell">
        <ChartLines domain={domain} at={[0, delta]} />
        <IntervalChart
          marks={[{ value: residual, style: styles[kind] }]}
          domain={domain}
          label={`residual after ${label}: ${estimateText(residual)}`}
        />
      </td>
      <td className="number" data-label="residual">
        <MethodNumber value={residual} id={method} about={`the residual after ${label}`} />
      </td>
      <td className="number" data-label="won back">
        <MethodNumber value={gain} id={method} about={`the gain of ${label}`} />
      </td>
      <td className="number" data-label="against fresh">
        <MethodNumber value={againstFresh} id={method} about={`${label} against fresh`} />
      </td>
      <td className="number" data-label="tokens added">
        {tokensAdded}
      </td>
      <td className="number" data-label="turns lost">
        {turnsLost ?? (kind === "by construction" ? "all" : absent)}
      </td>
    </tr>
  );
}
