import type { ReportData } from "../../src/report/report-data.ts";
import { readPageData } from "./read-page-data.ts";

const format: ReportData["format"] = "turncoat/report@1";

/**
 * The report's data.
 *
 * @throws SyntaxError if it is not JSON, TypeError if it is not a report of this format
 */
export function parseReport(json: string): ReportData {
  // The page is written together with its data by the version of turncoat that built both.
  return readPageData(json, format) as ReportData;
}
