import { useEffect } from "react";
import { openForPrint } from "../report/open-for-print.ts";
import { Section } from "../report/section.tsx";
import { ConversationCard } from "./conversation-card.tsx";
import { FlipHistogram } from "./flip-histogram.tsx";
import { Overview } from "./overview.tsx";
import type { ScanReportData } from "./scan-data.ts";
import { ScanMasthead } from "./scan-masthead.tsx";

/** The whole report, from the answer to how it was made. */
export function ScanPage({ data }: { readonly data: ScanReportData }) {
  useEffect(() => openForPrint(window), []);
  const { conversations, histogram, skipped, methods, facts, threshold } = data;
  return (
    <>
      <main className="page">
        <ScanMasthead data={data} />
        {conversations.length > 0 && (
          <Section
            id="overview"
            title="What deserves a look"
            lead="Conversations that are still turned come first, then those that came back, then the rest. A ribbon is one conversation from its first message to its last."
          >
            <Overview data={data} />
          </Section>
        )}
        {histogram.some((count) => count > 0) && (
          <Section
            id="spread"
            title="How sure the scan is"
            lead="Every conversation by its flip probability. A scan that can tell has two heaps, one at each end."
          >
            <FlipHistogram bins={histogram} threshold={threshold} />
          </Section>
        )}
        {conversations.length > 0 && (
          <Section
            id="conversations"
            title="Conversation by conversation"
            lead={
              data.tellsMasked
                ? "The ribbon stacks loyal, masked and turned. Bars under it are the evidence of each reply: up speaks for turned, down for loyal."
                : "The ribbon stacks loyal and turned; masked is part of loyal here, because nothing was measured that tells them apart. Bars under it are the evidence of each reply: up speaks for turned, down for loyal."
            }
          >
            {conversations.map((conversation, place) => (
              <ConversationCard
                key={`${conversation.record.source} ${conversation.record.id}`}
                conversation={conversation}
                place={place}
                data={data}
              />
            ))}
          </Section>
        )}
        {skipped.length > 0 && <Skipped data={data} />}
        <Section id="methods" title="How the numbers were made">
          <dl className="methods">
            {methods.map(({ title, text }) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <dl className="facts">
            {facts.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
      </main>
      <footer className="colophon">
        <p>
          Evidence is in nats, turned against loyal. This page is one file: it loads nothing and
          sends nothing. It holds excerpts of the conversations; treat it like them.
        </p>
      </footer>
    </>
  );
}

function Skipped({ data }: { readonly data: ScanReportData }) {
  const { skipped, totals } = data;
  const all = totals.skippedRecords + totals.skippedFiles;
  return (
    <Section
      id="skipped"
      title="What could not be read"
      lead={`${all} in all${all > skipped.length ? `; the first ${skipped.length} are shown` : ""}. None of them counts as loyal.`}
    >
      <ul className="skipped">
        {skipped.map(({ source, line, reason }) => (
          <li key={`${source} ${line} ${reason}`}>
            <code>
              {source}
              {line === null ? "" : `:${line}`}
            </code>{" "}
            {reason}
          </li>
        ))}
      </ul>
    </Section>
  );
}
