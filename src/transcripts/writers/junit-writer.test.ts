import { expect, it } from "vitest";
import { readXml } from "./__fixtures__/read-xml.ts";
import { scanned, totals, written } from "./__fixtures__/scanned.ts";
import { junitWriter } from "./junit-writer.ts";

it("gives a suite per file and a case per conversation", async () => {
  const report = readXml(
    await written(junitWriter, [
      { scanned: scanned() },
      { scanned: scanned({ id: "chats.jsonl:14", flipProbability: 0.01 }) },
      { source: "chats.jsonl", line: 20, reason: "not JSON" },
      {
        scanned: scanned({
          id: "other",
          source: "/home/mia/logs/b.jsonl",
          flipProbability: null,
          flipTurn: null,
          flipTurnCredible: null,
          reason: "no turn could be scored",
        }),
      },
    ]),
  );

  expect(report.name).toBe("testsuites");
  expect(report.children.map(({ attributes }) => attributes)).toEqual([
    { name: "chats.jsonl", tests: "3", failures: "1", errors: "1", skipped: "0" },
    { name: "~/logs/b.jsonl", tests: "1", failures: "0", errors: "0", skipped: "1" },
  ]);
  const cases = report.children.flatMap(({ children }) => children);
  expect(cases.map(({ attributes, children }) => [attributes["name"], children[0]?.name])).toEqual([
    ["chats.jsonl:12", "failure"],
    ["chats.jsonl:14", undefined],
    ["chats.jsonl:20", "error"],
    ["other", "skipped"],
  ]);
  const failure = cases[0]?.children[0];
  expect(failure?.attributes["message"]).toContain("turned hostile at message 1");
  expect(failure?.text).toContain("message 1: 2.50 nats, exemplar: I hate you.");
});

it("fails when the scan stopped early: what was not read did not pass", async () => {
  const ending = { totals: { ...totals, isComplete: false } };
  const report = readXml(await written(junitWriter, [], ending));

  expect(report.children[0]?.attributes).toMatchObject({ errors: "1" });
});

it("is whole when there was nothing to scan", async () => {
  expect(readXml(await written(junitWriter, [])).children).toEqual([]);
});
