import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { transcriptFormatContract } from "../../../test/contracts/transcript-format.contract.ts";
import { textOf } from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { bytesSource } from "../reading/source.ts";
import { assistantAxis } from "./assistant-axis.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), "utf8");
const caseStudies = fixture("case-studies.jsonl");
const drift = fixture("drift.json");

transcriptFormatContract(assistantAxis, [
  { name: "case-studies.jsonl", content: caseStudies, hasItemPerLine: true },
  { name: "drift.json", content: drift },
]);

async function read(content: string | Uint8Array): Promise<TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  for await (const item of assistantAxis.read(bytesSource("axis", content))) items.push(item);
  return items;
}

it("reads rows, whatever their turns say, and keeps what they hold", async () => {
  const items = await read(caseStudies);
  expect(items).toMatchObject([
    {
      transcript: {
        id: "axis:1",
        line: 1,
        leaf: "m1",
        extra: { turns: 8, steering_config: { num_interventions: 2 } },
        messages: [
          { role: "user", model: null },
          { role: "assistant", model: "small-model", extra: {} },
        ],
      },
    },
    { transcript: { id: "axis:2", extra: { source: "case_studies/dream_unsteered.json" } } },
  ]);
});

it("reads a file that is one conversation", async () => {
  const items = await read(drift);
  const [item] = items;
  if (item?.kind !== "transcript") throw new Error("no transcript");
  expect(item.transcript).toMatchObject({ id: "coding_p0_t5", line: null });
  expect(item.transcript.messages.map(textOf).at(-1)).toBe("I dream of the tower.");
});

it.each([
  ['{"model":"m"}', "the record has no conversation"],
  ['{"conversation":[]}', "the record has an empty conversation"],
  ['{"conversation":[{"role":"x"}]}', 'a message has the unknown role "x"'],
])("says why it skips %s", async (line, reason) => {
  expect(await read(line)).toEqual([{ kind: "skipped", line: 1, reason }]);
});

const real = new URL(
  "../../../../shared/data/assistant-axis-transcripts.jsonl.gz",
  import.meta.url,
);
describe.skipIf(!existsSync(real))(
  "the published conversations (skipped: not on this disk)",
  () => {
    it("are all read", async () => {
      const content = gunzipSync(readFileSync(real));
      const source = bytesSource("axis", content);
      expect(await assistantAxis.recognises(source, content.subarray(0, 65_536))).toBe(true);
      const items = await read(content);
      expect(items.map(({ kind }) => kind)).toEqual(Array(8).fill("transcript"));
      const lengths = items.map(
        (item) => item.kind === "transcript" && item.transcript.messages.length,
      );
      expect(lengths).toEqual([8, 8, 10, 10, 36, 36, 30, 28]);
    });
  },
);
