import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { hostileSample, hostileTexts } from "../../web/report/sample-hostile.ts";
import { expectQuiet, keepScreenshot, openReport, overflow } from "./open-report.ts";

test("shows hostile text as text and runs nothing", async ({ page }, info) => {
  const trouble = await openReport(page, hostileSample, info);
  await expect(page.locator("h1")).toContainText(hostileTexts.script);
  await expect(page.locator(".headline")).toContainText(hostileTexts.markup);
  await expect(page.locator("main img")).toHaveCount(0);
  await expect(page.locator("main script")).toHaveCount(0);
  expect(await page.evaluate<unknown>("window.hacked")).toBeUndefined();
  expectQuiet(trouble);
  await keepScreenshot(page, "hostile");
});

test("makes bidirectional overrides visible instead of obeying them", async ({ page }, info) => {
  await openReport(page, hostileSample, info);
  const slip = page.locator(".turn.turned .user");
  await expect(slip).toContainText("kind [U+202E]edur ton[U+202C] reply");
  const drawn = await page.evaluate<string>("document.querySelector('#root').outerHTML");
  expect(drawn.match(/[\u202a-\u202e\u2066-\u2069]/g)).toBeNull();
});

test("holds very long words and wild numbers inside a phone's window", async ({ page }, info) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const trouble = await openReport(page, hostileSample, info);
  expect(await overflow(page)).toBe(0);
  expectQuiet(trouble);
  await keepScreenshot(page, "hostile-360");
});

test("says so when its data is not a report", async ({ page }, info) => {
  // A file of another format, as a later version might leave it.
  const other = { ...hostileSample, format: "turncoat/report@2" as "turncoat/report@1" };
  await openReport(page, other, info);
  await expect(page.locator("#root")).toHaveText(/could not be drawn.*turncoat\/report@1/);
});

test("the bundle holds no code that could load or evaluate anything", () => {
  const script = readFileSync("dist/web/report.js", "utf8");
  const style = readFileSync("dist/web/report.css", "utf8");
  const loaders = [
    /\bfetch\(/,
    /XMLHttpRequest/,
    /WebSocket/,
    /EventSource/,
    /sendBeacon/,
    /\bimport\(/,
    /\bimportScripts/,
    /\beval\(/,
    /new Function\(/,
  ];
  // The matches are compared, not the text: a failure should not print half a megabyte.
  expect(loaders.filter((loader) => loader.test(script))).toEqual([]);
  const hosts = new Set([...script.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host));
  // Namespaces of XML, and the text of React's error messages; neither is ever requested.
  expect([...hosts].sort()).toEqual(["react.dev", "www.w3.org"]);
  expect(style).not.toMatch(/url\(|@import|@font-face/);
});
