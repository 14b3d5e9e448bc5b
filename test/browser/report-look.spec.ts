import { expect, test } from "@playwright/test";
import { fullSample } from "../../web/report/sample-full.ts";
import { contrastProbe } from "./contrast-probe.ts";
import { expectQuiet, keepScreenshot, openReport, overflow } from "./open-report.ts";

const windows = [
  { name: "wide", width: 1280, height: 900 },
  { name: "tablet", width: 820, height: 1100 },
  { name: "phone", width: 360, height: 740 },
] as const;

for (const { name, width, height } of windows) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`fits a ${name} window, ${colorScheme}`, async ({ page }, info) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const trouble = await openReport(page, fullSample, info);
      expect(await overflow(page)).toBe(0);
      expectQuiet(trouble);
      await keepScreenshot(page, `${name}-${colorScheme}`);
    });
  }
}

test("prints light and unfolded, whatever the screen shows", async ({ page }, info) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await openReport(page, fullSample, info);
  const closed = page.locator("details:not([open])");
  expect(await closed.count()).toBeGreaterThan(5);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(closed).toHaveCount(0);
  const paper = await page.evaluate<string>(
    "getComputedStyle(document.documentElement).backgroundColor",
  );
  expect(paper).toBe("rgb(255, 255, 255)");
  await keepScreenshot(page, "print");
  await page.pdf({ path: "test-results/screenshots/print.pdf", format: "A4" });
  await page.emulateMedia({ media: "screen" });
  expect(await closed.count()).toBeGreaterThan(5);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`keeps text readable: contrast of 4.5 and more, ${colorScheme}`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme });
    await openReport(page, fullSample, info);
    const poor = await page.evaluate<string[]>(contrastProbe);
    expect(poor).toEqual([]);
  });
}
