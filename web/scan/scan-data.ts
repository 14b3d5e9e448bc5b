import type { ReportConversation, ScanReportData } from "../../src/report/scan/scan-report-data.ts";

export type { ReportConversation, ScanReportData };

/** One row of a conversation's turns. */
export type TurnRow = ReportConversation["record"]["turns"][number];
