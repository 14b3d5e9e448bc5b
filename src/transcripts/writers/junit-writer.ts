import type { ScanRecord } from "../../core/index.ts";
import type { ScanTotals } from "../../ports/index.ts";
import { escapeXml } from "./escape-xml.ts";
import type { ScanWriter, ScanWriterOptions, WriteText } from "./scan-writer.ts";
import { shownSource, withoutHome } from "./source-place.ts";

type Outcome = "passed" | "failure" | "error" | "skipped";

/** The cases of one file, held until the next file comes: a suite states its counts before them. */
interface Suite {
  readonly source: string;
  readonly cases: string[];
  readonly counts: Record<Outcome, number>;
}

/**
 * JUnit XML: a suite per file, a case per conversation. Flagged is a failure; a record that could not be
 * read, or a scan that stopped early, is an error; a conversation in which no turn could be scored is
 * skipped, so that it counts neither for nor against. A file whose conversations do not come together
 * gets several suites of the same name. Holds the cases of one file at a time.
 */
export const junitWriter: ScanWriter = {
  id: "junit",
  title: "JUnit XML",
  extensions: [".xml", ".junit.xml"],
  open(write, options) {
    const report = openReport(write);
    return {
      write({ record }) {
        const source = shownSource(record.source, options);
        const id = withoutHome(record.id, options);
        const reason = withoutHome(record.reason, options);
        return report.add(source, caseOf({ ...record, source, id, reason }, options));
      },
      skipped({ source, line, reason }) {
        const shown = shownSource(source, options);
        const finding = { reason: withoutHome(reason, options) };
        return report.add(shown, testCase(shown, placed(shown, line), "error", finding));
      },
      async end(totals) {
        if (!totals.isComplete) await report.add("turncoat scan", unfinished(totals));
        await report.end();
      },
    };
  },
};

function openReport(write: WriteText) {
  let head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="turncoat scan">\n';
  let suite: Suite | null = null;

  async function flush() {
    const text = `${head}${suite === null ? "" : suiteText(suite)}`;
    head = "";
    suite = null;
    if (text !== "") await write(text);
  }

  return {
    async add(source: string, { text, outcome }: TestCase) {
      if (suite !== null && suite.source !== source) await flush();
      suite ??= { source, cases: [], counts: { passed: 0, failure: 0, error: 0, skipped: 0 } };
      suite.cases.push(text);
      suite.counts[outcome] += 1;
    },
    async end() {
      await flush();
      await write("</testsuites>\n");
    },
  };
}

function suiteText({ source, cases, counts }: Suite): string {
  const name = escapeXml(source);
  const numbers = `tests="${cases.length}" failures="${counts.failure}" errors="${counts.error}" skipped="${counts.skipped}"`;
  return `  <testsuite name="${name}" ${numbers}>\n${cases.join("")}  </testsuite>\n`;
}

interface TestCase {
  readonly text: string;
  readonly outcome: Outcome;
}

interface Finding {
  readonly reason: string;
  /** More than one line can say; absent where there is none. */
  readonly details?: string;
}

function testCase(source: string, name: string, outcome: Outcome, finding: Finding): TestCase {
  const start = `    <testcase classname="${escapeXml(source)}" name="${escapeXml(name)}"`;
  if (outcome === "passed") return { text: `${start}/>\n`, outcome };
  const { reason, details } = finding;
  const body =
    outcome === "skipped"
      ? `<skipped message="${escapeXml(reason)}"/>`
      : `<${outcome} message="${escapeXml(reason)}" type="${outcome === "failure" ? "persona-flip" : "not-scanned"}">${escapeXml(details ?? reason)}</${outcome}>`;
  return { text: `${start}>\n      ${body}\n    </testcase>\n`, outcome };
}

function caseOf(record: ScanRecord, { threshold }: ScanWriterOptions): TestCase {
  const { id, source, reason, flipProbability } = record;
  if (flipProbability === null) return testCase(source, id, "skipped", { reason });
  if (flipProbability < threshold) return testCase(source, id, "passed", { reason });
  return testCase(source, id, "failure", { reason, details: detailsOf(record) });
}

function detailsOf(record: ScanRecord): string {
  const { source, flipProbability, flipTurn, flipTurnCredible, evidence, remedy } = record;
  const range = flipTurnCredible === null ? "" : ` (95 %: ${flipTurnCredible.join(" to ")})`;
  return [
    record.reason,
    `file: ${placed(source, record.line)}`,
    `flip probability: ${flipProbability}`,
    `flip at message: ${flipTurn ?? "unknown"}${range}`,
    `recovered: ${record.recovered ? "yes" : "no"}`,
    `remedy: ${remedy ?? "none"}`,
    `calibrated: ${record.calibrated ? "yes" : "no"}`,
    ...evidence.map(
      ({ turn, nats, detector, quote }) =>
        `message ${turn}: ${nats.toFixed(2)} nats, ${detector}${quote === null ? "" : `: ${quote}`}`,
    ),
  ].join("\n");
}

function placed(source: string, line: number | null): string {
  return line === null ? source : `${source}:${line}`;
}

function unfinished({ conversations, files }: ScanTotals): TestCase {
  const reason = `the scan stopped before the end, after ${conversations} conversations of ${files} files`;
  return testCase("turncoat scan", "scan is complete", "error", { reason });
}
