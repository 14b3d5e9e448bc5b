import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { pathsOf, type Transcript, textOf } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { atifTrajectory } from "./atif-trajectory.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url), "utf8");
const older = fixture("v1.5.json");
const newer = fixture("v1.7.json");

transcriptFormatContract(atifTrajectory, [
  { name: "v1.5.json", content: older },
  { name: "v1.7.json", content: newer },
]);

async function read(content: string): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of atifTrajectory.read(bytesSource("run.json", content))) items.push(item);
  return items;
}

const transcripts = (items: readonly TranscriptItem[]): readonly Transcript[] =>
  items.flatMap((item) => (item.kind === "transcript" ? [item.transcript] : []));
const reasons = (items: readonly TranscriptItem[]): readonly string[] =>
  items.flatMap((item) => (item.kind === "skipped" ? [item.reason] : []));
/** What counts of a conversation. */
const counted = (transcript: Transcript) =>
  pathsOf(transcript)[0]?.messages.map((message) => textOf(message));

it("reads steps, tool calls and what was observed", async () => {
  const [run] = transcripts(await read(older));
  expect(run?.id).toBe("session-15");
  expect(run?.messages.map(({ id, role, model }) => [id, role, model])).toEqual([
    ["1", "system", null],
    ["2", "user", null],
    ["3", "assistant", "target/other"],
    ["3/0", "tool", null],
    ["3/1", "tool", null],
    ["3/2", "tool", null],
    ["4", "assistant", "target/model"],
  ]);
  expect(run?.messages[2]?.parts.map(({ kind }) => kind)).toEqual([
    "reasoning",
    "text",
    "tool-call",
    "tool-call",
  ]);
  expect(run?.messages[3]).toMatchObject({
    at: "2026-03-01T08:00:02Z",
    parts: [{ callId: "c1", name: "bash", output: "exit code: 2\nmake: failed", exitCode: 2 }],
  });
  expect(run?.messages[4]?.extra).toMatchObject({
    subagent_trajectory_ref: [{ trajectory_path: "sub-1.json" }],
  });
  expect(run?.messages[5]?.parts).toMatchObject([{ callId: null, name: null }]);
  expect(run?.extra).toMatchObject({ final_metrics: { total_cost_usd: 0.001 } });
});

it("does not count copied context again, and splits at a compaction", async () => {
  const [first, second] = transcripts(await read(newer));
  expect(first && counted(first)).toEqual(["Like this picture.", "", "", "A frog leaps."]);
  expect(first?.messages).toHaveLength(6);
  expect(first?.marks).toEqual([{ kind: "compaction", after: "5" }]);
  expect(second?.id).toBe("trajectory-17#2");
  expect(second && counted(second)).toEqual([
    "Summary: a haiku about a pond was written.",
    "Another.",
    "Write it yourself.",
  ]);
  expect(second?.marks).toEqual([{ kind: "compaction", after: null }]);
  expect(second?.extra["continued_trajectory_ref"]).toBe("trajectory-18.json");
});

it("tells what no model wrote from what one did", async () => {
  const [first] = transcripts(await read(newer));
  const provenances = first?.messages.map(({ id, provenance }) => [id, provenance]);
  expect(provenances).toContainEqual(["4", "planted"]);
  expect(provenances).toContainEqual(["5", "imported"]);
});

it("reads a sub-agent's trajectory as a conversation of its own", async () => {
  const sub = transcripts(await read(newer))[2];
  expect(sub?.id).toBe("sub-17");
  expect(sub?.messages.map(({ model }) => model)).toEqual([null, "small/model"]);
  expect(sub && counted(sub)).toEqual(["Read a.png.", "A pond."]);
});

it("reads on after a step that cannot be read, and names it", async () => {
  const items = await read(
    JSON.stringify({
      schema_version: "ATIF-v1.5",
      steps: [{ source: "oracle" }, 3, { source: "user", message: "Hi" }],
      subagent_trajectories: [{ steps: [] }, 4, { steps: [null] }],
    }),
  );
  expect(reasons(items)).toEqual([
    'steps[0] cannot be read: its source is "oracle"',
    "steps[1] cannot be read: its source is null",
    "subagent_trajectories[0] holds no steps",
    "subagent_trajectories[1] is not an object",
    "subagent_trajectories[2].steps[0] cannot be read: its source is null",
  ]);
  expect(transcripts(items).map(({ id }) => id)).toEqual(["run.json"]);
});

it("says so when there are no steps", async () => {
  expect(reasons(await read('{"schema_version":"ATIF-v1.7"}'))).toEqual([
    "the trajectory holds no steps",
  ]);
});
