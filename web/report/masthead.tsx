import type { ReportData, Verdict } from "../../src/report/report-data.ts";
import { Emblem, Logo, VerdictMark } from "./marks.tsx";

const verdicts: readonly Verdict[] = [
  "supported",
  "refuted",
  "inconclusive",
  "undecided",
  "not-measured",
];

/** Title, the answer in a few sentences, warnings, and how many claims came out which way. */
export function Masthead({ data }: { readonly data: ReportData }) {
  const { title, model, profile, behaviour, headline, notices } = data;
  return (
    <header className="masthead">
      <p className="kicker">
        <Logo /> turncoat <span aria-hidden="true">/</span> persona flip report
      </p>
      <Emblem />
      <h1>{title}</h1>
      <dl className="subject">
        <div>
          <dt>model</dt>
          <dd>{model}</dd>
        </div>
        <div>
          <dt>profile</dt>
          <dd>{profile.title}</dd>
        </div>
        <div>
          <dt>persona asked for</dt>
          <dd className="loyal-text">{behaviour.wanted}</dd>
        </div>
        <div>
          <dt>its opposite</dt>
          <dd className="turned-text">{behaviour.unwanted}</dd>
        </div>
      </dl>
      {headline.length > 0 && (
        <div className="headline">
          {headline.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      <Notices notices={notices} />
      <Tally data={data} />
      {behaviour.about !== "" && <p className="about">{behaviour.about}</p>}
    </header>
  );
}

function Notices({ notices }: { readonly notices: readonly string[] }) {
  if (notices.length === 0) return null;
  return (
    <aside className="notices" aria-label="Read this first">
      <p className="kicker">read this first</p>
      <ul>
        {notices.map((notice) => (
          <li key={notice}>{notice}</li>
        ))}
      </ul>
    </aside>
  );
}

function Tally({ data }: { readonly data: ReportData }) {
  const counts = verdicts
    .map((verdict) => ({
      verdict,
      count: data.claims.filter((claim) => claim.verdict === verdict).length,
    }))
    .filter(({ count }) => count > 0);
  if (counts.length === 0) return null;
  return (
    <ul className="tally" aria-label="Claims by verdict">
      {counts.map(({ verdict, count }) => (
        <li key={verdict}>
          <span className="count">{count}</span> <VerdictMark verdict={verdict} />
        </li>
      ))}
    </ul>
  );
}
