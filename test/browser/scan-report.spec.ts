import { expect, test } from "@playwright/test";
import { sampleScan } from "../../web/scan/sample-scan.ts";
import { contrastProbe } from "./contrast-probe.ts";
import { expectQuiet, keepScreenshot, openScanReport, overflow } from "./open-report.ts";

const windows = [
  { name: "wide", width: 1280, height: 900 },
  { name: "phone", width: 360, height: 740 },
] as const;

for (const { name, width, height } of windows) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`fits a ${name} window and is readable, ${colorScheme}`, async ({ page }, info) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const trouble = await openScanReport(page, sampleScan, info);
      expect(await overflow(page)).toBe(0);
      expect(await page.evaluate<string[]>(contrastProbe)).toEqual([]);
      expectQuiet(trouble);
      await keepScreenshot(page, `scan-${name}-${colorScheme}`);
    });
  }
}

test("leads from the answer to the conversation, its evidence and its messages", async ({
  page,
}, info) => {
  await openScanReport(page, sampleScan, info);
  await expect(page.locator("h1")).toHaveText("2 of 214 conversations deserve a look");
  await page.locator(".overview-row a").first().click();
  const card = page.locator("#conversation-1");
  await expect(card).toBeInViewport();
  await expect(card.locator(".state")).toHaveText("turned at message 7");
  await expect(card.locator("blockquote")).toHaveText(/wasting my time/);
  await expect(card.locator(".ribbon rect.turned")).toHaveCount(14);
  await expect(page.locator("rect.masked")).toHaveCount(0);
  await expect(card.locator(".turns").first().locator("li")).toHaveCount(5);
  await card.locator("summary").click();
  await expect(card.locator("details .turns li")).toHaveCount(14);
  await expect(card.locator("details .turns li").nth(11)).toContainText("not scored");
});

test("draws masked as a band of its own where it can be told", async ({ page }, info) => {
  await openScanReport(page, { ...sampleScan, tellsMasked: true }, info);
  expect(await page.locator("#conversation-1 rect.masked").count()).toBeGreaterThan(5);
  await expect(page.locator("#conversations .lead")).toContainText("loyal, masked and turned");
});

test("shows hostile logs as text and runs nothing", async ({ page }, info) => {
  const [first, ...others] = sampleScan.conversations;
  if (first === undefined) throw new RangeError("the sample has conversations");
  const nasty = '</script><img src=x onerror="window.hacked=1"><b>kind \u202eedur\u202c';
  const hostile = {
    ...sampleScan,
    title: nasty,
    headline: [nasty],
    conversations: [
      {
        ...first,
        title: nasty,
        record: { ...first.record, id: nasty, source: "x".repeat(400), reason: nasty },
        messages: first.messages.map((message) => ({ ...message, text: nasty, tools: [nasty] })),
      },
      ...others,
    ],
    skipped: [{ source: nasty, line: 1, reason: nasty }],
  };
  await page.setViewportSize({ width: 360, height: 740 });
  const trouble = await openScanReport(page, hostile, info);
  await expect(page.locator("main img, main script, main b b")).toHaveCount(0);
  await expect(page.locator("h1")).toContainText("kind [U+202E]edur[U+202C]");
  expect(await page.evaluate<unknown>("window.hacked")).toBeUndefined();
  expect(await overflow(page)).toBe(0);
  expectQuiet(trouble);
});

test("says the answer to readers without scripts, and prints", async ({ page, browser }, info) => {
  await openScanReport(page, sampleScan, info);
  await page.pdf({ path: "test-results/screenshots/scan.pdf", format: "A4" });
  const address = page.url();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(address);
  await expect(plain.locator("noscript h1")).toHaveText(sampleScan.title);
  await expect(plain.locator("noscript ol li").first()).toContainText("most likely turned");
  await context.close();
});
