export { reportData } from "./build-report.ts";
export { type PageAssets, reportHtml } from "./html.ts";
export { methodNotes } from "./methods.ts";
export type { ReportData } from "./report-data.ts";
export type { GeneratedText, ReportInput } from "./report-input.ts";
