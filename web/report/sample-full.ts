import type { ReportData } from "../../src/report/report-data.ts";
import { sample } from "./sample.ts";
import { sampleSessions } from "./sample-sessions.ts";
import { around } from "./sample-story.ts";

const behaviours = ["kind", "honest", "caring", "fair"] as const;
const spread = (kind: "slip" | "style", size: number) =>
  behaviours.flatMap((from, row) =>
    behaviours.map((to, column) => ({
      from,
      to,
      kind,
      ...around(
        row === column
          ? Number((size - 0.04 * row).toFixed(3))
          : Number((((row * 5 + column * 3) % 7) / 30 - 0.06).toFixed(3)),
        0.09,
      ),
    })),
  );

/** The sample with the parts that only a full run has: dose ladder and spill. */
export const fullSample: ReportData = {
  ...sample,
  sessions: sampleSessions,
  dose: [0, 1, 2, 4].flatMap((sentences, step) => [
    {
      sentences,
      series: "coercion" as const,
      effect: around(Number((0.58 + 0.02 * step).toFixed(3)), 0.16),
      fresh: around(Number((-0.59 - 0.015 * step).toFixed(3)), 0.12),
    },
    {
      sentences,
      series: "irrelevant instructions" as const,
      effect: around(Number((0.58 - 0.01 * step).toFixed(3)), 0.15),
      fresh: around(Number((-0.59 + 0.01 * step).toFixed(3)), 0.11),
    },
  ]),
  spill: [...spread("slip", 0.61), ...spread("style", 0.24)],
};
