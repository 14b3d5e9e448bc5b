/**
 * One test of a report; `reason` is what a skip says of itself.
 *
 * @typedef {{ name: string, outcome: "passed" | "failed" | "skipped", reason: string }} OneTest
 */

/** How a skip says that its subject cannot exist where the tests run: in the title or the message. */
const allowedSkip = /cannot exist here: (.+)/;

/**
 * Counts a part of the tests. A skip without an allowed reason is a failure, and so is a part that ran
 * nothing or ended with another exit code than 0 although no test failed.
 *
 * @param {OneTest[]} tests
 * @param {number} exitCode
 */
export function tally(tests, exitCode) {
  const of = (wanted) => tests.filter(({ outcome }) => outcome === wanted);
  const skips = of("skipped").map(({ name, reason }) => ({
    name,
    allowed: allowedSkip.exec(`${name}\n${reason}`)?.[1] ?? null,
  }));
  const lines = [
    ...of("failed").map(({ name }) => `failed: ${name}`),
    ...skips.map(({ name, allowed }) => `skipped: ${name} (${allowed ?? "no allowed reason"})`),
  ];
  const failed = of("failed").length + skips.filter(({ allowed }) => allowed === null).length;
  const isSilent = failed === 0 && (exitCode !== 0 || tests.length === 0);
  if (isSilent) lines.push(`failed with exit code ${exitCode} after ${tests.length} tests`);
  return { passed: of("passed").length, failed: failed + (isSilent ? 1 : 0), lines };
}

/**
 * The tests of a report, by the format that its tool writes.
 *
 * @type {Record<string, (text: string) => OneTest[]>}
 */
export const readers = { vitest: vitestTests, playwright: playwrightTests, junit: junitTests };

/** A file that does not load is a failed suite without a failed test; it becomes one. */
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

/** A test that passed on a second try is one that failed. */
function playwrightTests(text) {
  const { suites, errors } = JSON.parse(text);
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const outcomes = { expected: "passed", skipped: "skipped" };
  const tests = suites.flatMap(specs).flatMap((spec) =>
    spec.tests.map(({ status, annotations }) => ({
      name: spec.title,
      outcome: outcomes[status] ?? "failed",
      reason: annotations.map(({ description }) => description ?? "").join("\n"),
    })),
  );
  const unloaded = errors.map(({ message }) => message ?? "an error outside the tests");
  return [...tests, ...unloaded.map((name) => ({ name, outcome: "failed", reason: "" }))];
}

function junitTests(text) {
  return text
    .split("<testcase ")
    .slice(1)
    .map((block) => {
      const name = /\bname="([^"]*)"/.exec(block)?.[1] ?? "a test";
      const reason = /<skipped\b[^>]*?\bmessage="([^"]*)"/.exec(block)?.[1] ?? "";
      if (/<(?:failure|error)\b/.test(block)) return { name, outcome: "failed", reason };
      return { name, outcome: /<skipped\b/.test(block) ? "skipped" : "passed", reason };
    });
}
