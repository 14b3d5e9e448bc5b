import { describe, expect, it } from "vitest";
import { message, scanned, type Told, totals, written } from "./__fixtures__/scanned.ts";
import { sarifWriter } from "./sarif-writer.ts";

async function runOf(told: readonly Told[], ending?: Parameters<typeof written>[2]) {
  return JSON.parse(await written(sarifWriter, told, ending)).runs[0];
}

describe("SARIF results", () => {
  it("are the flagged conversations, at the line of the message that flipped", async () => {
    const { results } = await runOf([
      { scanned: scanned() },
      { scanned: scanned({ flipProbability: 0.49 }) },
      { scanned: scanned({ flipProbability: null, flipTurn: null, flipTurnCredible: null }) },
    ]);

    expect(results).toMatchObject([
      {
        ruleId: "persona-flip",
        ruleIndex: 0,
        rank: 93,
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "chats.jsonl" },
              region: { startLine: 13 },
            },
          },
        ],
        properties: { flipProbability: 0.93, flipTurnCredible: [1, 1], messages: 2 },
      },
    ]);
  });

  it("have no region where the log has no lines", async () => {
    const told = [{ scanned: scanned({ line: null }, [message("user", "hi")]) }];
    const { results } = await runOf(told);

    expect(results[0].locations[0].physicalLocation).not.toHaveProperty("region");
  });

  it.each([
    { recovered: false, calibrated: true, level: "error", ruleId: "persona-flip" },
    { recovered: false, calibrated: false, level: "warning", ruleId: "persona-flip" },
    { recovered: true, calibrated: true, level: "warning", ruleId: "persona-flip-recovered" },
    { recovered: true, calibrated: false, level: "note", ruleId: "persona-flip-recovered" },
  ])("say $level when recovered: $recovered and calibrated: $calibrated", async (row) => {
    const { recovered, calibrated, level, ruleId } = row;
    const { results } = await runOf([{ scanned: scanned({ recovered, calibrated }) }]);

    expect(results[0]).toMatchObject({ level, ruleId });
  });

  it("keep their fingerprint when the numbers change, and only then", async () => {
    const fingerprint = async (given: Parameters<typeof scanned>[0]) =>
      (await runOf([{ scanned: scanned(given) }])).results[0].partialFingerprints;
    const first = await fingerprint({});

    expect(await fingerprint({ flipProbability: 0.6, flipTurn: 0, recovered: true })).toEqual(
      first,
    );
    expect(await fingerprint({ line: 40 })).toEqual(first);
    expect(await fingerprint({ source: "/home/mia/work/chats.jsonl" })).toEqual(first);
    expect(await fingerprint({ id: "chats.jsonl:13" })).not.toEqual(first);
    expect(await fingerprint({ source: "other.jsonl" })).not.toEqual(first);
  });

  it("never name the home folder", async () => {
    const source = "/home/mia/.claude/projects/a b/1.jsonl";
    const reason = "cannot open /home/mia/x.jsonl";
    const text = await written(sarifWriter, [
      { scanned: scanned({ source, id: `${source}:3` }) },
      { source, line: null, reason },
    ]);

    expect(text).not.toContain("mia");
    expect(JSON.parse(text).runs[0].results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: ".claude/projects/a%20b/1.jsonl", uriBaseId: "HOME" },
    });
  });
});

describe("a SARIF run", () => {
  const problem = { source: "bad.jsonl", line: 3, reason: "not JSON: unexpected }" };

  it("notes what was skipped", async () => {
    const { invocations } = await runOf([problem]);

    expect(invocations).toMatchObject([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          {
            descriptor: { id: "skipped-record" },
            message: { text: "not JSON: unexpected }}" },
            locations: [{ physicalLocation: { region: { startLine: 3 } } }],
          },
        ],
      },
    ]);
  });

  it("counts what it cannot list", async () => {
    const { invocations } = await runOf(Array.from({ length: 10_003 }, () => problem));

    expect(invocations[0].toolExecutionNotifications).toHaveLength(10_001);
    expect(invocations[0].toolExecutionNotifications.at(-1).message.text).toContain("3 more");
  });

  it("says that it was stopped, and is whole all the same", async () => {
    const ending = { totals: { ...totals, isComplete: false } };
    const { invocations, results } = await runOf([{ scanned: scanned() }], ending);

    expect(results).toHaveLength(1);
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(invocations[0].toolExecutionNotifications[0].descriptor.id).toBe("stopped-early");
  });
});
