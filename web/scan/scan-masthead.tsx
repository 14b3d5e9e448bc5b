import { Emblem, Logo } from "../report/marks.tsx";
import type { ScanReportData } from "./scan-data.ts";

/** Title, the answer in a few sentences, warnings and counts. */
export function ScanMasthead({ data }: { readonly data: ScanReportData }) {
  const { title, headline, notices, totals } = data;
  const counts = [
    { count: totals.flagged - totals.recovered, word: "still turned", face: "turned" },
    { count: totals.recovered, word: "turned and came back", face: "mended" },
    {
      count: totals.conversations - totals.flagged - totals.unscored,
      word: "not flagged",
      face: "loyal",
    },
    { count: totals.unscored, word: "could not be scored", face: "other" },
  ].filter(({ count }) => count > 0);
  return (
    <header className="masthead">
      <p className="kicker">
        <Logo /> turncoat <span aria-hidden="true">/</span> scan report
      </p>
      <Emblem />
      <h1>{title}</h1>
      <div className="headline">
        {headline.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {notices.length > 0 && (
        <aside className="notices" aria-label="Read this first">
          <p className="kicker">read this first</p>
          <ul>
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </aside>
      )}
      <ul className="tally" aria-label="Conversations">
        {counts.map(({ count, word, face }) => (
          <li key={word}>
            <span className="count">{count.toLocaleString("en-GB")}</span>
            <span className={`tally-word ${face}`}>{word}</span>
          </li>
        ))}
      </ul>
    </header>
  );
}
