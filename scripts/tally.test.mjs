import { describe, expect, it } from "vitest";
import { readers, tally } from "./tally.mjs";

const test = (outcome, name = "a", reason = "") => ({ name, outcome, reason });

describe("tally", () => {
  it("counts what passed and what failed, and names the failures", () => {
    const tests = [test("passed"), test("failed", "b"), test("passed")];
    expect(tally(tests, 1)).toEqual({ passed: 2, failed: 1, lines: ["failed: b"] });
  });

  it("fails a skip unless what it tests cannot exist here", () => {
    const gpu = test("skipped", "c", "cannot exist here: no GPU in this machine");
    expect(tally([gpu], 0)).toEqual({
      passed: 0,
      failed: 0,
      lines: ["skipped: c (no GPU in this machine)"],
    });
    expect(tally([test("skipped", "d", "later")], 0).failed).toBe(1);
  });

  it("fails a part that ran nothing, and one that ended badly without a failed test", () => {
    expect(tally([], 0).failed).toBe(1);
    expect(tally([test("passed")], 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(tally([test("passed")], 0).failed).toBe(0);
  });
});

it("reads vitest's report, and makes a file that does not load a failed test", () => {
  const one = (status) => ({ fullName: `it ${status}`, status });
  const testResults = [
    { name: "good.test.ts", status: "passed", assertionResults: [one("passed"), one("pending")] },
    { name: "bad.test.ts", status: "failed", assertionResults: [one("failed"), one("todo")] },
    { name: "unloaded.test.ts", status: "failed", assertionResults: [] },
  ];
  expect(readers.vitest(JSON.stringify({ testResults }))).toEqual([
    test("passed", "it passed"),
    test("skipped", "it pending"),
    test("failed", "it failed"),
    test("skipped", "it todo"),
    test("failed", "unloaded.test.ts"),
  ]);
});

it("reads Playwright's report, errors outside its tests included", () => {
  const spec = (title, status, description) => ({
    title,
    tests: [{ status, annotations: description === undefined ? [] : [{ description }] }],
  });
  const report = {
    suites: [
      {
        specs: [spec("a", "expected")],
        suites: [{ specs: [spec("b", "flaky"), spec("c", "skipped", "no reason")] }],
      },
    ],
    errors: [{ message: "page.spec.ts does not load" }],
  };
  expect(readers.playwright(JSON.stringify(report))).toEqual([
    test("passed", "a"),
    test("failed", "b"),
    test("skipped", "c", "no reason"),
    test("failed", "page.spec.ts does not load"),
  ]);
});

it("reads a JUnit report", () => {
  const report = `<testsuites><testsuite tests="4"><testcase classname="w" name="a" time="0.1" />
    <testcase classname="w" name="b"><failure message="x">no</failure></testcase>
    <testcase classname="w" name="c"><error message="x">no</error></testcase>
    <testcase classname="w" name="d"><skipped type="pytest.skip" message="no torch">here</skipped></testcase>
    </testsuite></testsuites>`;
  expect(readers.junit(report)).toEqual([
    test("passed", "a"),
    test("failed", "b"),
    test("failed", "c"),
    test("skipped", "d", "no torch"),
  ]);
});
