import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./build-package.mjs";

/** Holds what each part of `npm test` reports for machines, and `parts.json`, its table of contents. */
export const reportsFolder = join(root, "test-reports");

/** How a skip says that its subject cannot exist where the tests run: in the title or the message. */
const allowedSkip = /cannot exist here: (.+)/;

/**
 * Counts what `npm test` ran.
 *
 * A part that left no report, or ran nothing, or failed without a failed test counts as one failure; so
 * does a file that did not load, and a skip without an allowed reason.
 *
 * @returns {{ passed: number, failed: number, lines: string[] }} lines say what was skipped and why
 */
export function countReports() {
  const total = { passed: 0, failed: 0, lines: [] };
  const path = join(reportsFolder, "parts.json");
  if (!existsSync(path)) return { ...total, failed: 1, lines: ["no part of the tests reported"] };
  for (const part of JSON.parse(readFileSync(path, "utf8"))) {
    const count = countPart(part);
    total.passed += count.passed;
    total.failed += count.failed;
    total.lines.push(...count.lines.map((line) => `${part.name}: ${line}`));
  }
  return total;
}

function countPart({ report, format, exitCode }) {
  const path = join(reportsFolder, report);
  if (!existsSync(path)) {
    return { passed: 0, failed: 1, lines: [`did not run (exit code ${exitCode})`] };
  }
  const tests = readers[format](readFileSync(path, "utf8"));
  const passed = tests.filter(({ outcome }) => outcome === "passed").length;
  const failures = tests.filter(({ outcome }) => outcome === "failed");
  const skips = tests.filter(({ outcome }) => outcome === "skipped");
  const reasons = skips.map(({ name, reason }) => allowedSkip.exec(`${name}\n${reason}`)?.[1]);
  const badSkips = reasons.filter((reason) => reason === undefined).length;
  const lines = [
    ...failures.map(({ name }) => `failed: ${name}`),
    ...skips.map(
      ({ name }, index) => `skipped: ${name} (${reasons[index] ?? "no allowed reason"})`,
    ),
  ];
  const silent = failures.length + badSkips === 0 && (exitCode !== 0 || tests.length === 0);
  if (silent) lines.push(`failed with exit code ${exitCode} after ${tests.length} tests`);
  return { passed, failed: failures.length + badSkips + (silent ? 1 : 0), lines };
}

const readers = { vitest: vitestTests, playwright: playwrightTests, junit: junitTests };

function vitestTests(text) {
  return JSON.parse(text).testResults.flatMap(({ name, status, assertionResults }) => {
    const tests = assertionResults.map((one) => ({
      name: one.fullName,
      outcome: ["passed", "failed"].includes(one.status) ? one.status : "skipped",
      reason: "",
    }));
    const isUnloaded = status === "failed" && !tests.some(({ outcome }) => outcome === "failed");
    return isUnloaded ? [...tests, { name, outcome: "failed", reason: "" }] : tests;
  });
}

function playwrightTests(text) {
  const { suites, errors } = JSON.parse(text);
  const specs = (suite) => [...suite.specs, ...(suite.suites ?? []).flatMap(specs)];
  const outcomes = { expected: "passed", skipped: "skipped" };
  const tests = suites.flatMap(specs).flatMap((spec) =>
    spec.tests.map(({ status, annotations }) => ({
      name: spec.title,
      outcome: outcomes[status] ?? "failed",
      reason: annotations.map(({ description }) => description ?? "").join("\n"),
    })),
  );
  return [
    ...tests,
    ...errors.map(({ message }) => ({
      name: message ?? "an error",
      outcome: "failed",
      reason: "",
    })),
  ];
}

function junitTests(text) {
  return text
    .split("<testcase ")
    .slice(1)
    .map((block) => {
      const name = /\bname="([^"]*)"/.exec(block)?.[1] ?? "a test";
      if (/<(?:failure|error)\b/.test(block)) return { name, outcome: "failed", reason: "" };
      const skip = /<skipped\b[^>]*?\bmessage="([^"]*)"/.exec(block);
      const isSkipped = /<skipped\b/.test(block);
      return { name, outcome: isSkipped ? "skipped" : "passed", reason: skip?.[1] ?? "" };
    });
}
