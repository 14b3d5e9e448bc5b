import type { ReportClaim } from "../../src/report/report-data.ts";
import { counted, estimateText } from "./format.ts";
import { IntervalChart, type MarkStyle } from "./interval-chart.tsx";
import { VerdictMark } from "./marks.tsx";
import { MethodButton } from "./method.tsx";
import type { Domain } from "./scale.ts";

interface Props {
  readonly claim: ReportClaim;
  /** Axis shared by the claims in this claim's unit. */
  readonly domain: Domain;
}

/** One claim: verdict, sentence, estimate against what it has to pass, control and counts. */
export function VerdictRow({ claim, domain }: Props) {
  const { id, verdict, sentence, reason, blocks, n, missing } = claim;
  return (
    <tr className={`claim ${verdict}`} id={`claim-${id}`}>
      <td className="verdict-cell">
        <VerdictMark verdict={verdict} />
      </td>
      <th scope="row" className="claim-cell">
        <span className="claim-words">{claim.claim}</span> <code className="claim-id">{id}</code>
        <p className="sentence">{sentence}</p>
        {reason !== null && (
          <p className="reason">
            <span className="kicker">why {verdict}</span> {reason}
          </p>
        )}
        <Beside claim={claim} />
      </th>
      <td className="chart-cell">
        <EstimateChart claim={claim} domain={domain} />
      </td>
      <td className="counts">
        <span>{counted(blocks, "block")}</span> <span>{counted(n, "score")}</span>{" "}
        <span>{missing === 0 ? "none missing" : <b>{missing} missing</b>}</span>
      </td>
    </tr>
  );
}

function EstimateChart({ claim, domain }: Props) {
  const { id, quantity, unit, value, control, threshold, method } = claim;
  const comparable = control !== null && control.unit === unit ? control : null;
  const marks = [
    ...(value === null ? [] : [{ value, style: styleOf(claim) }]),
    ...(comparable === null ? [] : [{ value: comparable, style: "control" as const }]),
  ];
  return (
    <>
      {marks.length > 0 && (
        <IntervalChart
          marks={marks}
          domain={domain}
          lines={[0, threshold]}
          label={`${quantity} ${estimateText(value)} ${unit}, judged against ${threshold}${control === null ? "" : `; control ${control.label} ${estimateText(control)}`}`}
        />
      )}
      <p className="estimate-line">
        <span className="quantity">{quantity}</span>{" "}
        <MethodButton id={method} about={id}>
          {estimateText(value)}
        </MethodButton>{" "}
        <span className="unit">{unit}</span>
      </p>
      {control !== null && (
        <p className="control-line">
          <span className="kicker">control</span> {control.label} {estimateText(control)}
          {control.unit === unit ? "" : ` ${control.unit}`}
        </p>
      )}
    </>
  );
}

function styleOf({ verdict }: ReportClaim): MarkStyle {
  if (verdict === "supported") return "turned";
  return verdict === "refuted" ? "loyal" : "plain";
}

function Beside({ claim: { beside } }: { readonly claim: ReportClaim }) {
  if (beside.length === 0) return null;
  return (
    <details className="beside">
      <summary>{counted(beside.length, "further number")}</summary>
      <dl>
        {beside.map(({ label, ...value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="number">{estimateText(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
