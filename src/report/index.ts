export { reportData } from "./build-report.ts";
export { type PageAssets, reportHtml } from "./html.ts";
export type { ReportInput } from "./report-input.ts";
