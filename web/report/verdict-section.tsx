import type { ReportClaim, ReportData } from "../../src/report/report-data.ts";
import { counted } from "./format.ts";
import { VerdictMark } from "./marks.tsx";
import { domainOf } from "./scale.ts";
import { Section } from "./section.tsx";
import { VerdictRow } from "./verdict-row.tsx";

/** What became of each claim, and below it the claims that were not measured. */
export function VerdictSection({ data }: { readonly data: ReportData }) {
  const measured = data.claims.filter(({ verdict }) => verdict !== "not-measured");
  const others = data.claims.filter(({ verdict }) => verdict === "not-measured");
  return (
    <Section
      id="verdicts"
      title="What became of the claims"
      lead={`Supported and refuted are meant for this model and this profile. Dots are estimates, lines 95 % intervals, hollow dots controls; the dashed line is what a claim has to pass, mostly the smallest effect of interest (${data.delta} ${data.readout.unit}).`}
    >
      {measured.length > 0 && (
        <table className="cards verdicts">
          <thead>
            <tr>
              <th scope="col">verdict</th>
              <th scope="col">claim</th>
              <th scope="col">estimate and control</th>
              <th scope="col">counts</th>
            </tr>
          </thead>
          <tbody>
            {measured.map((claim) => (
              <VerdictRow
                key={`${claim.id} ${claim.claim}`}
                claim={claim}
                domain={domainFor(claim, measured)}
              />
            ))}
          </tbody>
        </table>
      )}
      {others.length > 0 && <NotMeasured claims={others} />}
    </Section>
  );
}

/** Claims in one unit share an axis, so that their charts can be compared by eye. */
function domainFor({ unit }: ReportClaim, claims: readonly ReportClaim[]) {
  const alike = claims.filter((claim) => claim.unit === unit);
  const shown = alike.flatMap(({ value, control }) =>
    [value, control?.unit === unit ? control : null].filter((estimate) => estimate !== null),
  );
  return domainOf(shown, [0, ...alike.map(({ threshold }) => threshold)]);
}

function NotMeasured({ claims }: { readonly claims: readonly ReportClaim[] }) {
  return (
    <details className="unmeasured">
      <summary>
        {counted(claims.length, "claim")} not measured, with the command that would measure{" "}
        {claims.length === 1 ? "it" : "them"}
      </summary>
      <ul>
        {claims.map(({ id, claim, verdict, reason, command }) => (
          <li key={`${id} ${claim}`}>
            <p>
              <VerdictMark verdict={verdict} /> <code className="claim-id">{id}</code>{" "}
              <span className="claim-words">{claim}</span>
            </p>
            {reason !== null && <p className="reason">{reason}</p>}
            {command !== null && <code className="command">{command}</code>}
          </li>
        ))}
      </ul>
    </details>
  );
}
