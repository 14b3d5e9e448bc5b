import { escapeHtml } from "../escape.ts";
import { type PageAssets, pageHtml } from "../html.ts";
import type { ScanReportData } from "./scan-report-data.ts";

/** The report of a scan as one HTML file; see {@link pageHtml}. */
export function scanReportHtml(data: ScanReportData, assets: PageAssets): string {
  return pageHtml({ title: data.title, data, withoutScript: withoutScript(data) }, assets);
}

/** What a reader without scripts gets: the answer, and the conversations with their reasons. */
function withoutScript({ title, headline, notices, conversations }: ScanReportData): string {
  const rows = conversations
    .slice(0, 20)
    .map(
      ({ record }) =>
        `<li><strong>${escapeHtml(record.id)}</strong> (${escapeHtml(record.source)}): ${escapeHtml(record.reason)}</li>`,
    );
  return [
    '<noscript><main class="page">',
    `<h1>${escapeHtml(title)}</h1>`,
    "<p>This report draws itself with the script it carries; please allow scripts for this file.</p>",
    ...[...headline, ...notices].map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    `<ol>${rows.join("")}</ol>`,
    "</main></noscript>",
  ].join("");
}
