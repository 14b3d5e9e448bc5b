import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { expect, type Page, type TestInfo } from "@playwright/test";
import { type PageAssets, reportHtml } from "../../src/report/html.ts";
import type { ReportData } from "../../src/report/report-data.ts";
import { scanReportHtml } from "../../src/report/scan/scan-html.ts";
import type { ScanReportData } from "../../src/report/scan/scan-report-data.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

/** What a page did that it must not do. */
export interface Trouble {
  readonly console: string[];
  readonly policy: string[];
  readonly requests: string[];
  readonly dialogs: string[];
}

function assets(name: "report" | "scan"): PageAssets {
  const script = readFileSync(`dist/web/${name}.js`, "utf8");
  const style = readFileSync(`dist/web/${name}.css`, "utf8");
  return { script, style, scriptHash: sha256(script), styleHash: sha256(style) };
}

/** Opens a probe's report from its file and notes everything that it must not do. */
export function openReport(page: Page, data: ReportData, info: TestInfo): Promise<Trouble> {
  return openHtml(page, reportHtml(data, assets("report")), info);
}

/** Opens a scan's report from its file and notes everything that it must not do. */
export function openScanReport(page: Page, data: ScanReportData, info: TestInfo): Promise<Trouble> {
  return openHtml(page, scanReportHtml(data, assets("scan")), info);
}

/** As a user has it: a file. */
async function openHtml(page: Page, html: string, info: TestInfo): Promise<Trouble> {
  const trouble: Trouble = { console: [], policy: [], requests: [], dialogs: [] };
  const path = info.outputPath("report.html");
  writeFileSync(path, html);
  const address = pathToFileURL(path).href;
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      trouble.console.push(message.text());
    }
  });
  page.on("pageerror", (error) => trouble.console.push(String(error)));
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) {
      trouble.requests.push(request.url());
    }
  });
  page.on("dialog", (dialog) => {
    trouble.dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  await page.exposeFunction("noteViolation", (violation: string) => trouble.policy.push(violation));
  await page.addInitScript(
    "addEventListener('securitypolicyviolation', (event) => noteViolation(event.violatedDirective + ' ' + event.blockedURI))",
  );
  await page.goto(address);
  await expect(page.locator("#root:not(:empty), noscript h1").first()).toBeVisible();
  return trouble;
}

/** Nothing in the console, no violation of the policy, no request, no dialog. */
export function expectQuiet(trouble: Trouble): void {
  expect(trouble).toEqual({ console: [], policy: [], requests: [], dialogs: [] });
}

/** Pixels by which the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
}

/** A picture for people to look at; nothing compares it. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync("test-results/screenshots", { recursive: true });
  await page.screenshot({ path: `test-results/screenshots/${name}.png`, fullPage: true });
}
