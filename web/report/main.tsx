import { createRoot } from "react-dom/client";
import { parseReport } from "./parse-report.ts";
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

const root = document.querySelector("#root");
const source = document.querySelector("#report-data");
if (root !== null) mount(root, source?.textContent ?? "");

function mount(element: Element, json: string): void {
  const fail = (reason: unknown) => {
    element.textContent = `This report could not be drawn: ${String(reason)}. The numbers are in result.json beside it.`;
  };
  try {
    const data = parseReport(json);
    createRoot(element, { onUncaughtError: fail }).render(<ReportPage data={data} />);
  } catch (error) {
    fail(error);
  }
}
