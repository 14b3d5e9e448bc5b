import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { TurncoatError } from "../core/index.ts";
import {
  type PageAssets,
  type ReportInput,
  reportData,
  reportHtml,
  type ScanReportData,
  scanReportHtml,
} from "../report/index.ts";

/** The report page of a run, as one HTML file. */
export async function writeReport(input: ReportInput): Promise<string> {
  return reportHtml(reportData(input), await pageAssets("report"));
}

/** The report page of a scan, as one HTML file. */
export async function writeScanReport(data: ScanReportData): Promise<string> {
  return scanReportHtml(data, await pageAssets("scan"));
}

/** A page's script and style, as the web build left them. */
async function pageAssets(page: "report" | "scan"): Promise<PageAssets> {
  const [script, style] = await Promise.all([asset(`${page}.js`), asset(`${page}.css`)]);
  return { script, style, scriptHash: sha256(script), styleHash: sha256(style) };
}

async function asset(name: string): Promise<string> {
  // From dist/compose the page lies beside; from src/compose it lies in the build's folder.
  const places = [`../web/${name}`, `../../dist/web/${name}`];
  for (const place of places) {
    const path = fileURLToPath(new URL(place, import.meta.url));
    const text = await readFile(path, "utf8").catch(() => null);
    if (text !== null) return text;
  }
  throw new TurncoatError(`the report page is not built: ${name} is missing; run "npm run build"`, {
    kind: "run-folder",
    path: name,
    reason: "the web build is missing",
  });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
