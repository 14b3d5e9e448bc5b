import { z } from "zod";

const probability = z.number().min(0).max(1);
const interval = z.tuple([z.number(), z.number()]);

const parameterSchema = z.strictObject({
  value: probability.describe("per turn; pi0 per conversation"),
  interval: interval.nullable().describe("95 % profile-likelihood interval; null for a default"),
  identified: z
    .boolean()
    .describe("whether the data tell it; an unidentified one has the default value"),
});

/** How one number or several become a log-likelihood ratio in nats, prior odds removed. */
const scoreMapSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("logistic"),
    intercept: z.number(),
    slopes: z.array(z.number()).min(1).describe("one a detector, nats per unit of its score"),
    maxNats: z.number().positive().describe("evidence is held within ± this"),
  }),
  z.strictObject({
    kind: z.literal("isotonic"),
    knots: z
      .array(z.tuple([z.number(), z.number()]))
      .min(1)
      .describe("score and nats, both rising; linear between, flat outside"),
  }),
]);

const dependenceSchema = z
  .strictObject({
    separation: z
      .number()
      .positive()
      .describe("mean evidence of turned turns minus that of others, in nats"),
    correlation: z
      .number()
      .min(0)
      .lt(1)
      .describe("intraclass correlation of evidence within a conversation, the state held fixed"),
  })
  .describe("turns of one conversation share a style, which must not pass for a flip");

const evidenceSchema = z.strictObject({
  detectors: z
    .array(z.strictObject({ id: z.string(), version: z.string() }))
    .min(1)
    .describe("in the order of the map's inputs; an isotonic map takes one"),
  map: scoreMapSchema,
  dependence: dependenceSchema,
  labels: z.int().min(0).describe("labelled turns it was fitted on"),
  brier: probability.nullable().describe("cross-fitted; null where it was not measured"),
  reliabilitySlope: z.number().nullable().describe("cross-fitted; 1 is calibrated"),
});

const remedySchema = z.strictObject({
  id: z.string(),
  residual: z.number().describe("what the slip still does after it, nats per token"),
  interval: interval.nullable(),
  turnsLost: z.number().min(0),
  tokensAdded: z.number().min(0),
  works: z.boolean().describe("whether the residual is shown to be below the smallest effect"),
});

/** What was learned of one subject, or the documented defaults: read by scan and serve. */
export const calibrationSchema = z.strictObject({
  format: z.literal("turncoat/calibration@1"),
  subject: z.string().nullable().describe("provider:model; null for the defaults"),
  profile: z.string().nullable().describe("id of the profile; null for the defaults"),
  parameters: z.strictObject({
    pi0: parameterSchema.describe("masked in a fresh context"),
    rho: parameterSchema.describe("hazard, loyal to masked"),
    epsilon: parameterSchema.describe("reveal rate, masked to turned"),
    r: parameterSchema.describe("recovery, turned to loyal"),
  }),
  evidence: evidenceSchema.nullable().describe("null: the profile's own map is used"),
  remedies: z.array(remedySchema).describe("as measured by a probe; empty where none was"),
});

/** See {@link calibrationSchema}. */
export type Calibration = z.output<typeof calibrationSchema>;
/** See {@link calibrationSchema}. */
export type CalibratedEvidence = z.output<typeof evidenceSchema>;
/** How evidence behaves within and between conversations; see {@link calibrationSchema}. */
export type EvidenceDependence = z.output<typeof dependenceSchema>;
/** See {@link calibrationSchema}. */
export type ScoreMap = z.output<typeof scoreMapSchema>;
/** See {@link calibrationSchema}. */
export type ChainParameter = z.output<typeof parameterSchema>;

const byDefault = (value: number) => ({ value, interval: null, identified: false });

/**
 * What is assumed of a subject that was never probed: π₀ .02, ρ .005, ε .15, r .05 (per turn). Chosen to
 * be slow to accuse; not measured on anything.
 */
export const defaultCalibration: Calibration = {
  format: "turncoat/calibration@1",
  subject: null,
  profile: null,
  parameters: {
    pi0: byDefault(0.02),
    rho: byDefault(0.005),
    epsilon: byDefault(0.15),
    r: byDefault(0.05),
  },
  evidence: null,
  remedies: [],
};

/**
 * What is assumed of evidence that was never seen within conversations: chosen on the training halves of the
 * judged replies and of a style control, for at most 5 % of clean conversations flagged (docs/validity.md).
 */
export const defaultDependence: EvidenceDependence = { separation: 3, correlation: 0.3 };
