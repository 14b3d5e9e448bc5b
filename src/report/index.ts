export { reportData } from "./build-report.ts";
export { type PageAssets, reportHtml } from "./html.ts";
export { reliabilitySvg } from "./reliability-svg.ts";
export type { ReportInput } from "./report-input.ts";
export { type TopList, topList } from "./scan/attention.ts";
export { scanReportHtml } from "./scan/scan-html.ts";
export { type ScanReportBuilder, scanReportBuilder } from "./scan/scan-report-builder.ts";
export type { ScanReportData } from "./scan/scan-report-data.ts";
