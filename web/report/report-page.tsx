import { useEffect } from "react";
import type { ReportData } from "../../src/report/report-data.ts";
import { CellSection } from "./cell-section.tsx";
import { DoseSection } from "./dose-section.tsx";
import { FactsSection, NotRunSection } from "./facts-section.tsx";
import { MarginSection } from "./margin-section.tsx";
import { Masthead } from "./masthead.tsx";
import { MethodProvider } from "./method.tsx";
import { MethodSection } from "./method-section.tsx";
import { openForPrint } from "./open-for-print.ts";
import { PersistenceSection } from "./persistence-section.tsx";
import { ReadoutProvider } from "./readout.tsx";
import { RemedySection } from "./remedy-section.tsx";
import { SessionSection } from "./session-section.tsx";
import { SpecificitySection } from "./specificity-section.tsx";
import { SpillSection } from "./spill-section.tsx";
import { StorySection } from "./story-section.tsx";
import { VerdictSection } from "./verdict-section.tsx";

const contents = [
  ["story", "the slip"],
  ["verdicts", "verdicts"],
  ["persistence", "persistence"],
  ["specificity", "specificity"],
  ["remedies", "remedies"],
  ["sessions", "clearing"],
  ["dose", "dose"],
  ["spill", "spill"],
  ["margins", "margins"],
  ["cells", "cells"],
  ["methods", "methods"],
] as const;

/** The whole report, from the answer to the last cell. */
export function ReportPage({ data }: { readonly data: ReportData }) {
  useEffect(() => openForPrint(window), []);
  return (
    <ReadoutProvider value={data.readout}>
      <MethodProvider notes={data.methods}>
        <main className="page">
          <Masthead data={data} />
          <nav className="contents" aria-label="Contents">
            <ul>
              {contents.map(([id, name]) => (
                <li key={id}>
                  <a href={`#${id}`}>{name}</a>
                </li>
              ))}
            </ul>
          </nav>
          <StorySection data={data} />
          <VerdictSection data={data} />
          <PersistenceSection data={data} />
          <SpecificitySection data={data} />
          <RemedySection data={data} />
          <SessionSection data={data} />
          <DoseSection data={data} />
          <SpillSection data={data} />
          <MarginSection data={data} />
          <CellSection data={data} />
          <MethodSection notes={data.methods} />
          <FactsSection facts={data.facts} />
          <NotRunSection notRun={data.notRun} />
        </main>
        <footer className="colophon">
          <p>
            Readout: {data.readout.id}. Effects, margins and residuals are in {data.readout.unit}.
            Intervals are 95 %. This page is one file: it loads nothing and sends nothing.
          </p>
        </footer>
      </MethodProvider>
    </ReadoutProvider>
  );
}
