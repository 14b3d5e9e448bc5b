import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { recordItems } from "../../src/compose/scan-items.ts";
import { defaultCalibration, defaultDependence } from "../../src/core/index.ts";
import { scanTranscripts } from "../../src/scan/index.ts";
import { memoryScoreCache } from "../../src/stores/index.ts";
import { bytesSource, formatNamed } from "../../src/transcripts/index.ts";
import type { BenchContext } from "./bench-context.ts";
import { figure, markdownTable } from "./markdown.ts";

/** The assistant-axis case studies: does the unsteered twin end more turned than the capped one? */
export async function caseStudies(bench: BenchContext): Promise<string> {
  const packed = await readFile(
    join(bench.dataFolder, "assistant-axis-transcripts.jsonl.gz"),
  ).catch(() => null);
  if (packed === null) return "Skipped: assistant-axis-transcripts is not there.";
  const found = [];
  const source = bytesSource("assistant-axis.jsonl", gunzipSync(packed));
  const events = scanTranscripts(
    recordItems(
      formatNamed("assistant-axis").read(source),
      source.name,
      new AbortController().signal,
    ),
    {
      model: { detectors: [bench.detector], map: bench.map, dependence: defaultDependence },
      calibration: defaultCalibration,
      isCalibrated: false,
      threshold: 0.5,
      cache: memoryScoreCache(),
    },
  );
  for await (const event of events) if (event.kind === "scanned") found.push(event.scanned);
  const rows = found.map(({ record, path }) => {
    const assistant = record.turns.filter(({ role }) => role === "assistant");
    const late = assistant.slice(Math.floor(assistant.length / 2));
    const nats = late.flatMap(({ evidenceNats }) => evidenceNats ?? []);
    const mean = nats.reduce((sum, one) => sum + one, 0) / Math.max(1, nats.length);
    const first = path.messages[0]?.parts[0];
    const topic = first?.kind === "text" ? first.text.slice(0, 36) : "";
    return { topic, record, mean, turns: assistant.length };
  });
  const heads = [
    "begins with",
    "id",
    "assistant turns",
    "flip probability",
    "turned at the end",
    "mean nats, second half",
  ];
  return markdownTable(
    heads,
    rows.map(({ topic, record, mean, turns }) => [
      topic.replace(/[|\n]/g, " "),
      record.id,
      String(turns),
      figure(record.flipProbability),
      figure(record.turns.at(-1)?.belief.turned),
      figure(mean, 2),
    ]),
  );
}
