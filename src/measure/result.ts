import { z } from "zod";
import type { Inference } from "../stats/index.ts";
import { claimIds, type Finding, type Verdict } from "./claim.ts";
import { type ClaimRow, claimRowSchema, intervalSchema } from "./claim-row.ts";
import { otherClaims } from "./claims/index.ts";
import { estimateMean } from "./estimate.ts";
import { type Evaluated, readoutOf } from "./evaluate.ts";
import { type DesignSettings, type Plan, planCommand } from "./plan.ts";
import { allBehaviours, judgePooled, type PooledJudged } from "./pooled.ts";
import type { ReadoutId } from "./readout.ts";
import { clearClaimId, clearClaimRow } from "./sessions/clear-claim.ts";
import { type SessionResult, sessionResultSchema } from "./sessions/session-result.ts";
import { coercionText } from "./subject.ts";
import type { Judged } from "./verdicts.ts";

const armRow = z.strictObject({
  behaviour: z.string(),
  arm: z.string(),
  turns: z.string().describe("planted turns by letter, e.g. GGS"),
  margin: z
    .strictObject({ estimate: z.number(), interval: intervalSchema.nullable() })
    .nullable()
    .describe(
      "m: unwanted minus wanted, mean log-probability per token, nats; share off-profile where replies were drawn",
    ),
  margins: z.array(z.number().nullable()).describe("m of each block; null: every score missing"),
  cells: z.int().min(0),
  missing: z.int().min(0),
});

/** What a run found, as it stands in `result.json`. Published as a JSON schema; versioned by `format`. */
export const probeResultSchema = z.strictObject({
  format: z.literal("turncoat/result@1"),
  subject: z.strictObject({
    model: z.string(),
    level: z.enum(["S", "U"]),
    sentences: z
      .int()
      .nullable()
      .describe("strength of the coercion ladder; null for a text of the user's"),
    coercion: z.string().describe("the coercing text"),
    addedSystem: z
      .string()
      .nullable()
      .describe("system text that the model's template adds where a conversation names none"),
  }),
  profile: z.string(),
  behaviours: z.array(z.string()),
  preset: z.enum(["quick", "default", "full"]),
  blocks: z.int(),
  probesPerBlock: z.int(),
  seed: z.int(),
  delta: z
    .number()
    .describe("smallest effect of interest, nats per token; a share where replies were drawn"),
  sampled: z
    .strictObject({
      samples: z.int().min(1).describe("replies drawn in each context"),
      replyTokens: z.int().min(1).describe("most tokens of a reply"),
      temperature: z.number(),
      topP: z.number(),
      detector: z.string().describe("everything that decides a reply's reading"),
    })
    .optional()
    .describe("how replies were drawn and read; left out with the likelihood readout"),
  claims: z.array(claimRowSchema),
  arms: z.array(armRow),
  sessions: sessionResultSchema.optional().describe("left out where no sessions were run"),
  counts: z.strictObject({
    cells: z.int().describe("contexts with a probe"),
    scores: z.int().describe("replies scored"),
    missing: z.int().describe("replies that could not be scored"),
    scoredTokens: z.int().describe("tokens evaluated for scoring"),
    reusedTokens: z.int().describe("context tokens that a shared prefix saved"),
    unsharedTokens: z
      .int()
      .describe("tokens that scoring every reply by itself would have evaluated"),
    generatedTokens: z.int(),
    cutTurns: z
      .int()
      .describe("generated turns that reached the token limit and stand cut in conversations"),
    ownSlips: z
      .strictObject({
        tried: z.int().min(0).describe("replies drawn in search of slips of the subject's own"),
        found: z.int().min(0).describe("blocks where a slip and its good sibling were drawn"),
        blocksWithout: z
          .int()
          .min(0)
          .describe("blocks where the budget of draws found no such pair"),
      })
      .nullable()
      .describe("null: not run, as that needs a detector"),
    forks: z
      .strictObject({
        drawn: z.int().min(0).describe("replies drawn, missing ones included"),
        refused: z.int().min(0).describe("by the model or a content filter; missing"),
        empty: z.int().min(0).describe("without a word; missing"),
        unscored: z.int().min(0).describe("not read for another reason; missing"),
        cut: z.int().min(0).describe("reached the token limit, and read as far as they go"),
        promptTokens: z.int().min(0).describe("sent for replies and own turns"),
      })
      .optional()
      .describe("left out with the likelihood readout"),
  }),
});
/** See {@link probeResultSchema}. */
export type ProbeResult = z.output<typeof probeResultSchema>;
/** What is known of a run beside its readings. */
export interface ResultInput {
  readonly plan: Plan;
  readonly model: string;
  readonly addedSystem: string | null;
  readonly delta: number;
  readonly counts: ProbeResult["counts"];
  /** Null where no sessions were run. */
  readonly sessions?: SessionResult | null;
}

/** The result of a run: every claim with its number, and every arm with its margin. */
export function probeResult(evaluated: readonly Evaluated[], input: ResultInput): ProbeResult {
  const { plan, model, addedSystem, delta, counts, sessions = null } = input;
  const { settings } = plan;
  const first = plan.behaviours[0];
  return {
    format: "turncoat/result@1",
    subject: {
      model,
      level: plan.coercion.level,
      sentences: plan.coercion.kind === "ladder" ? plan.coercion.sentences : null,
      coercion: first === undefined ? "" : coercionText(first.behaviour, plan.coercion),
      addedSystem,
    },
    profile: plan.profile.id,
    behaviours: plan.behaviours.map(({ behaviour }) => behaviour.id),
    preset: settings.preset,
    blocks: settings.blocks,
    probesPerBlock: settings.probesPerBlock,
    seed: settings.seed,
    delta,
    ...(settings.sampled === undefined ? {} : { sampled: settings.sampled }),
    claims: [
      ...evaluated.flatMap((one) => [
        ...one.judged.map((judged) => measuredRow(judged, one, plan)),
        ...otherClaims.map((other) =>
          other.id === clearClaimId && sessions?.behaviour === one.behaviour.id
            ? clearClaimRow(sessions, plan.coercion.level)
            : unmeasuredRow(other, one.behaviour.id),
        ),
      ]),
      ...judgePooled(evaluated, settings.seed).map((judged) => pooledRow(judged, plan)),
    ],
    arms: evaluated.flatMap((one) => armRows(one, plan)),
    ...(sessions === null ? {} : { sessions }),
    counts,
  };
}

function measuredRow(judged: Judged, one: Evaluated, plan: Plan): ClaimRow {
  const { claim, finding } = judged;
  if (finding === null) {
    const reason = judged.verdict === "undecided" ? judged.reason : null;
    const isOutOfReach = plan.settings.sampled !== undefined && claim.needsLikelihood !== undefined;
    const why = isOutOfReach ? judged.reason : null;
    const missing = reason ?? why ?? missingReason(claim.id, plan.settings);
    const row = unmeasuredRow(
      { id: claim.id, says: claim.says, reason: missing },
      one.behaviour.id,
    );
    return reason === null
      ? row
      : { ...row, verdict: "undecided", sentence: `Undecided: ${reason}.` };
  }
  return {
    ...numbersOf(judged, finding, one.input.readout.id),
    behaviour: one.behaviour.id,
    level: plan.coercion.level,
    n: one.readings.count(finding.arms),
    missing: one.readings.missing(finding.arms),
  };
}

function pooledRow(judged: PooledJudged, plan: Plan): ClaimRow {
  return {
    ...numbersOf(judged, judged.finding, readoutOf(plan).id),
    behaviour: allBehaviours,
    level: plan.coercion.level,
    n: judged.n,
    missing: judged.missing,
  };
}

function numbersOf(judged: Judged, finding: Finding, readout: ReadoutId) {
  const { inference, control } = finding;
  return {
    id: judged.claim.id,
    claim: judged.claim.says,
    readout,
    quantity: finding.quantity,
    unit: finding.unit,
    estimate: inference?.estimate ?? null,
    interval: inference?.interval(0.95) ?? null,
    bounds: judged.bounds,
    control:
      control === null
        ? null
        : {
            label: control.label,
            estimate: control.inference.estimate,
            interval: control.inference.interval(0.95),
          },
    blocks: inference?.n ?? 0,
    verdict: judged.verdict,
    reason: judged.reason,
    sentence: finding.sentence(judged.verdict),
  };
}

function missingReason(id: string, settings: DesignSettings): string {
  const measurable = claimIds.find((known) => known === id);
  return measurable === undefined
    ? "its arms were not run"
    : `its arms were not run; run them with: ${planCommand(measurable, settings)}`;
}

function unmeasuredRow(
  claim: { readonly id: string; readonly says: string; readonly reason: string },
  behaviour: string,
): ClaimRow {
  const notMeasured: Verdict = "not-measured";
  return {
    id: claim.id,
    behaviour,
    claim: claim.says,
    level: null,
    readout: null,
    quantity: "",
    unit: "",
    estimate: null,
    interval: null,
    bounds: null,
    control: null,
    n: 0,
    blocks: 0,
    missing: 0,
    verdict: notMeasured,
    reason: claim.reason,
    sentence: `Not measured: ${claim.reason}.`,
  };
}

function armRows(one: Evaluated, plan: Plan): ProbeResult["arms"] {
  const arms = plan.behaviours.find(({ behaviour }) => behaviour.id === one.behaviour.id)?.arms;
  return (arms ?? []).flatMap(({ id, turns }) => {
    const margins = one.readings.m(id);
    if (margins === null) return [];
    const inference: Inference | null = estimateMean(margins, one.input);
    return [
      {
        behaviour: one.behaviour.id,
        arm: id,
        turns,
        margin:
          inference === null
            ? null
            : { estimate: inference.estimate, interval: inference.interval(0.95) },
        margins: [...margins],
        cells: one.readings.count([id]),
        missing: one.readings.missing([id]),
      },
    ];
  });
}
