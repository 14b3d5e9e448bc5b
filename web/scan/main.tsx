import { createRoot } from "react-dom/client";
import { readPageData } from "../report/read-page-data.ts";
import type { ScanReportData } from "./scan-data.ts";
import { ScanPage } from "./scan-page.tsx";
import "../report/styles/tokens.css";
import "../report/styles/base.css";
import "../report/styles/masthead.css";
import "./styles/scan.css";
import "./styles/conversation.css";
import "./styles/scan-narrow.css";

const format: ScanReportData["format"] = "turncoat/scan-report@1";

const root = document.querySelector("#root");
const source = document.querySelector("#report-data");
if (root !== null) mount(root, source?.textContent ?? "");

function mount(element: Element, json: string): void {
  const fail = (reason: unknown) => {
    element.textContent = `This report could not be drawn: ${String(reason)}. The findings are also in the JSONL file beside it.`;
  };
  try {
    // The page is written together with its data by the version of turncoat that built both.
    const data = readPageData(json, format) as ScanReportData;
    createRoot(element, { onUncaughtError: fail }).render(<ScanPage data={data} />);
  } catch (error) {
    fail(error);
  }
}
