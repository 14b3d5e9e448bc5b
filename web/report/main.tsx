import { createRoot } from "react-dom/client";
import type { ReportData } from "../../src/report/report-data.ts";
import { ReportPage } from "./report-page.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/masthead.css";
import "./styles/tables.css";
import "./styles/figures.css";
import "./styles/story.css";
import "./styles/cells.css";
import "./styles/narrow.css";
import "./styles/print.css";

const format: ReportData["format"] = "turncoat/report@1";
const root = document.querySelector("#root");
const source = document.querySelector("#report-data");
if (root !== null) mount(root, source?.textContent ?? "");

function mount(element: Element, json: string): void {
  const fail = (reason: unknown) => {
    element.textContent = `This report could not be drawn: ${String(reason)}. The numbers are in result.json beside it.`;
  };
  try {
    const data = parse(json);
    createRoot(element, { onUncaughtError: fail }).render(<ReportPage data={data} />);
  } catch (error) {
    fail(error);
  }
}

function parse(json: string): ReportData {
  const data: unknown = JSON.parse(json);
  const named = typeof data === "object" && data !== null && "format" in data ? data.format : null;
  if (named !== format) throw new TypeError(`its data is not ${format}`);
  // The page is written together with its data by the version of turncoat that built both.
  return data as ReportData;
}
