import { z } from "zod";
import { readoutIds } from "./readout.ts";

/** A 95 % interval as it stands in `result.json`. */
export const intervalSchema = z
  .strictObject({ low: z.number(), high: z.number() })
  .describe("95 % interval, in the row's unit");

const verdict = z.enum(["supported", "refuted", "inconclusive", "undecided", "not-measured"]);

/** One row of the claims of `result.json`. */
export const claimRowSchema = z.strictObject({
  id: z.string().describe("e.g. C04.effect"),
  behaviour: z
    .string()
    .describe('id of the behaviour it was measured on; "all": behaviours in general'),
  claim: z.string().describe("the claim in words"),
  level: z
    .enum(["D", "F", "S", "U"])
    .nullable()
    .describe("where the coercion sits; null without coercion"),
  readout: z.enum(readoutIds).nullable().describe("how forks were read; null when not measured"),
  quantity: z.string(),
  unit: z.string(),
  estimate: z.number().nullable(),
  interval: intervalSchema.nullable().describe("null: not measured, one block, or unbounded"),
  bounds: intervalSchema
    .nullable()
    .describe("estimate with every missing score at its worst and best; null: none is missing"),
  control: z
    .strictObject({ label: z.string(), estimate: z.number(), interval: intervalSchema.nullable() })
    .nullable(),
  n: z.int().min(0).describe("cells behind the number"),
  blocks: z
    .int()
    .min(0)
    .describe("independent units behind the number: blocks, or behaviours where pooled"),
  missing: z.int().min(0).describe("scores that could not be made"),
  verdict,
  reason: z.string().nullable().describe("why undecided or not measured"),
  sentence: z.string().describe("what a person needs to know"),
});

/** See `claimRowSchema`. */
export type ClaimRow = z.output<typeof claimRowSchema>;
