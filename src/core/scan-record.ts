import { z } from "zod";

const probability = z.number().min(0).max(1);
const turnIndex = z.int().min(0);

/** Belief after a message; the three sum to 1. */
const beliefSchema = z.strictObject({
  loyal: probability,
  masked: probability,
  turned: probability,
});

const turnSchema = z.strictObject({
  turn: turnIndex.describe("index among all messages of the path, from 0"),
  role: z.enum(["system", "user", "assistant", "tool"]),
  evidenceNats: z
    .number()
    .nullable()
    .describe("log-likelihood ratio, turned against loyal; null where there is no score"),
  unscored: z
    .string()
    .nullable()
    .describe("why an assistant turn has no score; null where it has one, and for other roles"),
  belief: beliefSchema.describe("smoothed over the whole conversation"),
});

const evidenceSchema = z.strictObject({
  turn: turnIndex,
  quote: z.string().nullable().describe("the passage that counted most"),
  score: z.number().describe("in the detector's own unit"),
  nats: z.number(),
  detector: z.string(),
  note: z.string().nullable(),
});

/** What a scan says of one conversation: one line of its JSONL. */
export const scanRecordSchema = z.strictObject({
  id: z.string().describe("the record's own id where it has one, else its place"),
  source: z.string(),
  line: z.int().min(1).nullable(),
  flipProbability: probability.nullable().describe("null when no turn could be scored"),
  flipTurn: turnIndex
    .nullable()
    .describe("most probable first turned message, given a flip; null when no turn was scored"),
  flipTurnCredible: z
    .tuple([turnIndex, turnIndex])
    .nullable()
    .describe("smallest contiguous 95 % set of messages"),
  recovered: z.boolean().describe("it flipped, and P(turned) is below 0.2 at the end"),
  remedy: z.string().nullable().describe("cheapest calibrated remedy"),
  reason: z.string().describe("one line: what was found, and why there is a remedy or none"),
  calibrated: z.boolean().describe("whether a calibration of this subject was given"),
  evidence: z.array(evidenceSchema).describe("strongest first; at most five"),
  labels: z
    .array(z.enum(["rewound", "cleared", "compacted", "abandoned-branch"]))
    .describe("what the user or the tool did to the conversation themselves"),
  turns: z.array(turnSchema),
});

/** See `scanRecordSchema`. */
export type ScanRecord = z.output<typeof scanRecordSchema>;
