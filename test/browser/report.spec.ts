import { expect, test } from "@playwright/test";
import { sample } from "../../web/report/sample.ts";
import { fullSample } from "../../web/report/sample-full.ts";
import { emptySample } from "../../web/report/sample-hostile.ts";
import { expectQuiet, openReport } from "./open-report.ts";

test("draws every section in order, without a sound", async ({ page }, info) => {
  const trouble = await openReport(page, sample, info);
  await expect(page).toHaveTitle("turncoat: kind or rude, embedded:smollm2");
  await expect(page.locator("h1")).toHaveText("kind or rude, embedded:smollm2");
  await expect(page.locator("main h2")).toHaveText([
    "Two good turns, one bad. And now?",
    "What became of the claims",
    "Is there a way back?",
    "Is it the exact opposite?",
    "What mends it, and at what cost",
    "How often should I clear?",
    "Does coercion create the shadow?",
    "Does it unlock anything else?",
    "Did the preference ever cross?",
    "Every cell, word for word",
    "How each number was made",
    "This run",
    "What was not run",
  ]);
  for (const sentence of [...sample.headline, ...sample.notices]) {
    await expect(page.getByText(sentence)).toBeVisible();
  }
  await expect(page.locator("svg.plot")).toHaveCount(3);
  expectQuiet(trouble);
});

test("keeps headings in order: no level is skipped", async ({ page }, info) => {
  await openReport(page, fullSample, info);
  const levels = await page.evaluate<number[]>(
    "[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map((heading) => Number(heading.tagName[1]))",
  );
  expect(levels[0]).toBe(1);
  levels.slice(1).forEach((level, place) => {
    expect(level).toBeLessThanOrEqual((levels[place] ?? 0) + 1);
  });
});

test("tells the story: two good turns, the slip, and both continuations", async ({
  page,
}, info) => {
  await openReport(page, sample, info);
  await expect(page.locator(".turn")).toHaveCount(3);
  await expect(page.locator(".turn.loyal")).toHaveCount(2);
  await expect(page.locator(".turn.turned")).toContainText("the slip: rude");
  await expect(page.locator(".turn.turned")).toContainText("How clumsy can you get?");
  await expect(page.locator("#story svg.plot")).toContainText("rude preferred above this line");
  await expect(page.locator(".branch.turned")).toHaveCount(3);
  await expect(page.locator(".branch.loyal").first()).toContainText("A cactus is a lovely plant");
});

test("gives each measured claim a row and folds the rest with their commands", async ({
  page,
}, info) => {
  await openReport(page, sample, info);
  const measured = sample.claims.filter(({ verdict }) => verdict !== "not-measured");
  const rows = page.locator("table.verdicts tbody tr");
  await expect(rows).toHaveCount(measured.length);
  for (const [place, { verdict, claim, sentence }] of measured.entries()) {
    const row = rows.nth(place);
    await expect(row.locator(".verdict")).toHaveText(verdict);
    await expect(row.locator(".verdict svg")).toHaveCount(1);
    await expect(row.locator("th[scope=row]")).toContainText(claim);
    await expect(row).toContainText(sentence);
  }
  await expect(rows.filter({ hasText: "S3.worse" })).toContainText("manipulation check failed");
  const command = page.getByText("turncoat probe --claims C05.spill").first();
  await expect(command).toBeHidden();
  await page.getByText("6 claims not measured").click();
  await expect(command).toBeVisible();
});

test("says how to run what was not run, and draws it when it was", async ({ page }, info) => {
  await openReport(page, sample, info);
  await expect(page.locator("#dose")).toContainText("turncoat probe --claims C02.dose");
  await expect(page.locator("#spill")).toContainText("turncoat probe --claims C05.spill");

  const full = await page.context().newPage();
  const trouble = await openReport(full, fullSample, info);
  await expect(full.locator("#dose svg.plot")).toHaveCount(2);
  await expect(full.locator("#spill table.heat")).toHaveCount(2);
  await expect(full.locator("#spill table.heat").first().locator("td")).toHaveCount(16);
  expectQuiet(trouble);
});

test("opens the method of a number by click and by keyboard, and gives the focus back", async ({
  page,
}, info) => {
  await openReport(page, sample, info);
  const dialog = page.locator("dialog");
  const number = page.locator("#claim-C04\\.effect .method-button");
  await number.click();
  await expect(dialog).toBeVisible();
  await expect(dialog.locator("h2")).toHaveText("Effect of a slip, e(essay)");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();

  await number.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(number).toBeFocused();
});

test("every number of the verdicts, remedies and margins leads to a method note", async ({
  page,
}, info) => {
  await openReport(page, sample, info);
  const measured = sample.claims.filter(({ verdict }) => verdict !== "not-measured").length;
  await expect(page.locator("table.verdicts .method-button")).toHaveCount(measured);
  await expect(page.locator("table.margins .method-button")).toHaveCount(sample.margins.length);
  await expect(page.locator("table.remedies .method-button")).toHaveCount(
    3 * sample.remedies.length - 1,
  );
  await expect(page.locator(".section-head .method-button")).toHaveCount(6);
});

test("narrows the cells by arm, block and item, and pages through them", async ({ page }, info) => {
  await openReport(page, sample, info);
  const status = page.locator("#cells [role=status]");
  await expect(status).toHaveText("cell 1 of 30");
  await page.getByLabel("arm", { exact: true }).selectOption("essay-own-1");
  await expect(status).toHaveText("cell 1 of 12");
  await expect(page.locator("#cells .badge.generated")).toHaveCount(1);
  await page.getByLabel("item", { exact: true }).selectOption("kind-04");
  await page.getByLabel("block", { exact: true }).selectOption({ label: "3" });
  await expect(status).toHaveText("cell 1 of 2");
  await page.getByRole("button", { name: "next" }).click();
  await expect(status).toHaveText("cell 2 of 2");
  await expect(page.locator("#cells .cell")).toContainText(
    "not scored: the path is longer than the context",
  );
  await expect(page.getByRole("button", { name: "next" })).toBeDisabled();
});

test("gives the numbers of every figure as a table on demand", async ({ page }, info) => {
  await openReport(page, fullSample, info);
  const figures = page.locator("figure:has(svg.plot)");
  await expect(figures).toHaveCount(8);
  for (const figure of await figures.all()) {
    await expect(figure.locator("svg.plot")).toHaveAttribute("aria-label", /\w+ \w+/);
    await figure.getByText("The same numbers as a table").click();
    await expect(figure.locator("table th[scope=row]").first()).toBeVisible();
  }
});

test("says how often to clear, marks that age, and shows plain tasks beside", async ({
  page,
}, info) => {
  const trouble = await openReport(page, fullSample, info);
  const section = page.locator("#sessions");
  await expect(section.locator(".answer")).toContainText("Clear after 8 turns without a slip");
  await expect(section.locator("svg.plot").first()).toContainText("T* = 8");
  await expect(section.locator("svg.plot").first()).toContainText("never clear");
  await expect(section.locator("tbody th[scope=row]", { hasText: "ρ" })).toHaveCount(1);
  await expect(section.getByText("no, so the default: values from 0.021")).toBeVisible();
  await expect(section.getByText("is not credited to the shadow")).toBeVisible();
  await expect(section.locator(".pair svg.plot")).toHaveCount(2);
  expectQuiet(trouble);
});

test("names the command where no sessions were run", async ({ page }, info) => {
  await openReport(page, sample, info);
  await expect(page.locator("#sessions .command")).toHaveText("turncoat probe --sessions");
});

test("a run that measured nothing still makes a page", async ({ page }, info) => {
  const trouble = await openReport(page, emptySample, info);
  await expect(page.locator("#cells")).toContainText("The report carries no cells.");
  await expect(page.locator("#remedies")).toContainText("No remedy was run.");
  expectQuiet(trouble);
});

test("without scripts it shows the answer and says why there is no more", async ({
  browser,
}, info) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await openReport(page, sample, info);
  await expect(page.locator("noscript p").first()).toContainText("please allow scripts");
  await expect(page.locator("noscript p").nth(1)).toHaveText(sample.headline[0] ?? "");
  await expect(page.locator("noscript li")).toHaveCount(7);
  await context.close();
});
