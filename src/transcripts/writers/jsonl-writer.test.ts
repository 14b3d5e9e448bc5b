import { expect, it } from "vitest";
import { scanRecordSchema } from "../../core/index.ts";
import { record, scanned, written } from "./__fixtures__/scanned.ts";
import { jsonlWriter } from "./jsonl-writer.ts";

it("writes the keys in the documented order, whatever order they come in", async () => {
  const given = record();
  const backwards = Object.fromEntries(Object.entries(given).reverse());
  const { transcript, path } = scanned();
  // The same record: only the order of its keys differs.
  const told = { scanned: { record: backwards as typeof given, transcript, path } };
  const text = await written(jsonlWriter, [told, { source: "x", line: 1, reason: "bad" }]);

  expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(scanRecordSchema.shape));
  expect(JSON.parse(text)).toEqual(given);
});

it("refuses a record that is none, rather than write a line nobody can read", async () => {
  const told = { scanned: scanned({ flipProbability: Number.NaN }) };

  await expect(written(jsonlWriter, [told])).rejects.toThrow();
});
