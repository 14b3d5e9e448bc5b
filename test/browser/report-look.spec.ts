import { expect, test } from "@playwright/test";
import { fullSample } from "../../web/report/sample-full.ts";
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

// Contrast by WCAG 2 of every text against the nearest opaque background behind it, as a script for the page.
const contrastProbe = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const poor = new Set();
  const walker = document.createTreeWalker(document.querySelector("#root"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.textContent.trim() === "" || element.closest("title, :disabled")) continue;
    const style = getComputedStyle(element);
    const svg = element instanceof SVGElement;
    const a = luminance(rgba(svg ? style.fill : style.color));
    const b = luminance(behind(element));
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) poor.add(contrast.toFixed(2) + " " + walker.currentNode.textContent.slice(0, 40));
  }
  return [...poor];
})()`;
