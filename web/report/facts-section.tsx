import type { ReportData } from "../../src/report/report-data.ts";
import { Section } from "./section.tsx";

/** What this run was: seed, sizes, engine, versions. */
export function FactsSection({ facts }: Pick<ReportData, "facts">) {
  if (facts.length === 0) return null;
  return (
    <Section id="facts" title="This run">
      <dl className="facts">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What this run left out, and how to run it. */
export function NotRunSection({ notRun }: Pick<ReportData, "notRun">) {
  if (notRun.length === 0) return null;
  return (
    <Section id="not-run" title="What was not run">
      <ul className="not-run">
        {notRun.map(({ what, why, command }) => (
          <li key={what}>
            <p>
              <b>{what}</b> <span className="why">{why}</span>
            </p>
            {command !== null && <code className="command">{command}</code>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
