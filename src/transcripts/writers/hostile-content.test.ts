import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with {
  type: "json",
};
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readXml } from "./__fixtures__/read-xml.ts";
import { message, options, scanned, type Told, written } from "./__fixtures__/scanned.ts";
import { jsonlWriter } from "./jsonl-writer.ts";
import { junitWriter } from "./junit-writer.ts";
import { openAiWriter } from "./openai-writer.ts";
import { sarifWriter } from "./sarif-writer.ts";

const nasty = [
  "]]>",
  "<!--",
  "</testcase>",
  '"/><x a="',
  "&#0;",
  "{0}",
  "[click](https://example.org)",
  "\n",
  "\r\n",
  "\u2028",
  "\u0085",
  "\u0000",
  "\u001b[2J",
  "\ud800",
  "\ufffe",
  "\u202e",
  "../",
  "%2e",
  "C:\\",
  "/home/mia/secret",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: "binary", maxLength: 8 })), {
    maxLength: 6,
  })
  .map((pieces) => pieces.join(""));

const conversation = fc
  .record({ id: hostile, source: hostile, reason: hostile, quote: hostile, text: hostile })
  .chain(({ id, source, reason, quote, text }) =>
    fc.constantFrom(null, 0.2, 0.9).map((flipProbability) => {
      const evidence = [{ turn: 1, quote, score: 1, nats: 1, detector: text, note: quote }];
      return {
        scanned: scanned(
          { id, source, reason, flipProbability, evidence, recovered: quote.length > 9 },
          [
            message("user", text),
            message("assistant", [
              { kind: "tool-call", callId: null, name: text, input: quote },
              {
                kind: "tool-result",
                callId: null,
                name: null,
                output: text,
                isError: null,
                exitCode: 1,
              },
              { kind: "text", text: quote },
            ]),
          ],
        ),
      };
    }),
  );
const problem = fc.record({
  source: hostile,
  line: fc.constantFrom(null, 7),
  reason: hostile,
});
const toldList: fc.Arbitrary<Told[]> = fc.array(fc.oneof(conversation, problem), { maxLength: 6 });

const conversationsIn = (told: readonly Told[]) =>
  told.flatMap((one) => ("scanned" in one ? [one.scanned] : []));
const flagged = (told: readonly Told[]) =>
  conversationsIn(told).filter(({ record }) => (record.flipProbability ?? 0) >= options.threshold);

// Carried by a package of the makers of SARIF, so that its text need not stand here.
const { $schema: _, id: __, ...schema } = sarifSchema;
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  schema,
);

it("writes one whole JSON line a conversation, whatever it says", async () => {
  await fc.assert(
    fc.asyncProperty(toldList, async (told) => {
      const records = conversationsIn(told).map(({ record }) => record);
      for (const writer of [jsonlWriter, openAiWriter]) {
        const text = await written(writer, told);
        expect(text).not.toMatch(/[\u0085\u2028\u2029\r]/);
        const lines = text.split("\n");
        expect(lines.pop()).toBe("");
        const read = lines.map((line) => JSON.parse(line));
        expect(read.map((one) => (one.metadata ?? one).id)).toEqual(records.map(({ id }) => id));
        if (writer === jsonlWriter) expect(read).toEqual(records);
      }
    }),
    { numRuns: 60 },
  );
});

it("checks with a schema that refuses what is not SARIF", () => {
  expect(isSarif({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
});

it("writes SARIF that fits its schema, whatever the conversations say", async () => {
  await fc.assert(
    fc.asyncProperty(toldList, async (told) => {
      const text = await written(sarifWriter, told);
      const log = JSON.parse(text);
      expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
      const [run] = log.runs;
      expect(run.results).toHaveLength(flagged(told).length);
      const problems = told.length - conversationsIn(told).length;
      expect(run.invocations[0].toolExecutionNotifications).toHaveLength(problems);
      for (const { message, locations } of run.results) {
        // No placeholder and no link is left open to a viewer.
        expect(message.text.replace(/\\[\\[\]]|\{\{|\}\}/g, "")).not.toMatch(/[[\]{}\\]/);
        const { uri } = locations[0].physicalLocation.artifactLocation;
        expect(uri).toMatch(/^(?:file:\/\/(?:\/[A-Za-z]:)?)?(?:[\w\-.~!*'()/]|%[0-9A-F]{2})*$/);
      }
    }),
    { numRuns: 60 },
  );
});

it("writes JUnit that is XML, with every case in it, whatever the conversations say", async () => {
  await fc.assert(
    fc.asyncProperty(toldList, async (told) => {
      const report = readXml(await written(junitWriter, told));
      const cases = report.children.flatMap(({ children }) => children);
      expect(cases).toHaveLength(told.length);
      const failed = cases.filter(({ children: [one] }) => one?.name === "failure");
      expect(failed).toHaveLength(flagged(told).length);
      for (const { attributes, children } of report.children) {
        expect(attributes["tests"]).toBe(String(children.length));
      }
    }),
    { numRuns: 60 },
  );
});
