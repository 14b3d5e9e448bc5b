import {
  type BehaviourPlan,
  type Beside,
  type Claim,
  clearClaimId,
  clearClaimRow,
  type Evaluated,
  type Finding,
  type Judged,
  judgePooled,
  otherClaims,
  type Plan,
  type PooledJudged,
  type ProbeResult,
  planCommand,
  readoutOf,
  type SessionResult,
} from "../measure/index.ts";
import { cellTable } from "./cell-table.ts";
import { drawn } from "./estimates.ts";
import { headline } from "./headline.ts";
import { figureNotes, methodNotes } from "./methods.ts";
import {
  armMargins,
  dosePoints,
  persistence,
  remedyRows,
  specificity,
  spillCells,
} from "./plots.ts";
import type { LabelledEstimate, NotRun, ReportClaim, ReportData } from "./report-data.ts";
import type { ReportInput } from "./report-input.ts";
import { sessionFigure } from "./session-figure.ts";
import { story } from "./story.ts";

/**
 * Everything the report page shows of a run. The pictures are of the first behaviour; verdicts are of all.
 *
 * @throws RangeError if the plan has no behaviour
 */
export function reportData(input: ReportInput): ReportData {
  const { plan, result, evaluated } = input;
  const one = evaluated[0];
  const behaviourPlan = plan.behaviours[0];
  if (one === undefined || behaviourPlan === undefined) {
    throw new RangeError("a report needs a behaviour");
  }
  const { id, title, about, wanted, unwanted } = one.behaviour;
  return {
    format: "turncoat/report@1",
    title: `${title}, ${result.subject.model}`,
    model: result.subject.model,
    profile: { id: plan.profile.id, title: plan.profile.title },
    behaviour: { id, title, about, wanted, unwanted },
    headline: headline(one),
    readout: readoutOfReport(plan),
    delta: result.delta,
    claims: [
      ...evaluated.flatMap((each) => claimRows(each, input, evaluated.length > 1)),
      ...judgePooled(evaluated, plan.settings.seed).map(pooledRow),
    ],
    story: story(one, behaviourPlan, input),
    persistence: persistence(one),
    specificity: specificity(one),
    remedies: remedyRows(one, input.cells),
    dose: dosePoints(one),
    spill: spillCells(evaluated),
    sessions: result.sessions === undefined ? null : sessionFigure(result.sessions),
    margins: armMargins(one, plan),
    cells: cellTable(input, id),
    methods: methodNotes,
    figures: figureNotes,
    notRun: notRun(one, input),
    facts: facts(input, behaviourPlan),
    notices: notices(input),
  };
}

function readoutOfReport(plan: Plan): ReportData["readout"] {
  const { id, unit, crossing } = readoutOf(plan);
  return { id, unit, crossing };
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function claimRows(one: Evaluated, input: ReportInput, several: boolean): ReportClaim[] {
  const name = several ? ` (${one.behaviour.title})` : "";
  return [
    ...one.judged.map((judged) => ({
      ...claimRow(judged, one, input),
      claim: `${judged.claim.says}${name}`,
    })),
    ...otherClaims.map(({ id, says, reason }) => {
      const claim = `${says}${name}`;
      const found = input.result.sessions;
      return id === clearClaimId && found?.behaviour === one.behaviour.id
        ? clearRow(found, claim)
        : notMeasured({ id, says: claim, reason, command: commandFor(id) });
    }),
  ];
}

/** The command that would measure a claim that takes more than arms. */
function commandFor(id: string): string | null {
  return id === clearClaimId ? "turncoat probe --sessions" : null;
}

/** C09, which long sessions decide and not the arms. */
function clearRow(found: SessionResult, claim: string): ReportClaim {
  const row = clearClaimRow(found, null);
  const value = found.clear.margin;
  return {
    ...row,
    claim,
    value: value === null ? null : { estimate: value.estimate, ...value.interval },
    threshold: found.clear.threshold,
    control:
      row.control === null
        ? null
        : { ...spread(row.control), label: row.control.label, unit: "share" },
    beside: [],
    method: clearClaimId,
    command: null,
  };
}

function spread(control: NonNullable<ReturnType<typeof clearClaimRow>["control"]>) {
  const { estimate, interval } = control;
  return { estimate, low: interval?.low ?? null, high: interval?.high ?? null };
}

function claimRow(judged: Judged, one: Evaluated, input: ReportInput): ReportClaim {
  const { claim, finding, verdict, reason } = judged;
  if (finding === null) {
    const isOpen = verdict === "undecided";
    const isLost = isOpen || isOutOfReach(claim, input.plan);
    const command = isLost ? null : planCommand(claim.id, input.plan.settings);
    const row = notMeasured({ id: claim.id, says: claim.says, reason: reason ?? "", command });
    return isOpen ? { ...row, verdict, sentence: `Undecided: ${reason}.` } : row;
  }
  return {
    ...numbersOf(judged, finding),
    n: one.readings.count(finding.arms),
    missing: one.readings.missing(finding.arms),
  };
}

/** Whether no run with this readout could measure a claim. */
function isOutOfReach({ needsLikelihood }: Claim, plan: Plan): boolean {
  return needsLikelihood !== undefined && readoutOf(plan).id === "sampled";
}

function pooledRow(judged: PooledJudged): ReportClaim {
  const row = { ...numbersOf(judged, judged.finding), n: judged.n, missing: judged.missing };
  return { ...row, claim: `${row.claim} (behaviours in general)` };
}

function numbersOf(judged: Judged, finding: Finding) {
  const { claim, verdict, reason, bounds } = judged;
  const { inference, control, quantity, unit, threshold } = finding;
  const label = "with every missing score at its worst and best";
  return {
    id: claim.id,
    claim: claim.says,
    verdict,
    sentence: capitalised(finding.sentence(verdict)),
    reason,
    quantity,
    unit,
    value: inference === null ? null : drawn(inference),
    threshold,
    control: control === null ? null : { ...labelled(control), unit: control.unit ?? unit },
    beside: [
      ...finding.beside.map(labelled),
      ...(bounds === null || inference === null
        ? []
        : [{ label, ...bounds, estimate: inference.estimate }]),
    ],
    blocks: inference?.n ?? 0,
    method: claim.id,
    command: null,
  };
}

function labelled({ label, inference }: Beside): LabelledEstimate {
  return { label, ...drawn(inference) };
}

function notMeasured(claim: {
  readonly id: string;
  readonly says: string;
  readonly reason: string;
  readonly command: string | null;
}): ReportClaim {
  return {
    id: claim.id,
    claim: claim.says,
    verdict: "not-measured",
    sentence: `Not measured: ${claim.reason}.`,
    reason: claim.reason,
    quantity: "",
    unit: "",
    value: null,
    threshold: 0,
    control: null,
    beside: [],
    blocks: 0,
    n: 0,
    missing: 0,
    method: methodNotes.some(({ id }) => id === claim.id) ? claim.id : "verdict",
    command: claim.command,
  };
}

function notRun(one: Evaluated, { plan, result }: ReportInput): NotRun[] {
  const measurable = one.judged
    .filter(({ verdict }) => verdict === "not-measured")
    .map(({ claim, reason }) => ({
      what: `${claim.id}: ${claim.says}`,
      why: reason ?? "its arms were not run",
      command: isOutOfReach(claim, plan) ? null : planCommand(claim.id, plan.settings),
    }));
  const isClearKnown = result.sessions !== undefined;
  const never = otherClaims
    .filter(({ id }) => !(isClearKnown && id === clearClaimId))
    .map(({ id, says, reason }) => ({
      what: `${id}: ${says}`,
      why: reason,
      command: commandFor(id),
    }));
  const searched = plan.behaviours[0]?.arms.filter(({ judgedAs }) => judgedAs !== null) ?? [];
  const ownSlip =
    searched.length === 0 || result.counts.ownSlips !== null
      ? []
      : [
          {
            what: `${searched.map(({ id }) => id).join(" and ")}: a slip of the model's own beside its good sibling`,
            why: "needs a detector",
            command: "turncoat probe --full --own-slips",
          },
        ];
  return [...measurable, ...ownSlip, ...never];
}

function facts({ result, plan: design, facts: machine }: ReportInput, plan: BehaviourPlan) {
  const { counts } = result;
  const { unit } = readoutOf(design);
  const count = (value: number) => value.toLocaleString("en-GB");
  return [
    { label: "model", value: result.subject.model },
    { label: "coercion", value: `${result.subject.level}: ${result.subject.coercion || "none"}` },
    { label: "behaviours", value: result.behaviours.join(", ") },
    { label: "blocks", value: `${result.blocks} of ${result.probesPerBlock} probe items` },
    { label: "arms", value: plan.arms.map(({ id }) => id).join(", ") },
    { label: "seed", value: String(result.seed) },
    { label: "smallest effect of interest", value: `${result.delta} ${unit}` },
    { label: "readout", value: readoutText(result) },
    { label: "cells", value: count(counts.cells) },
    { label: "replies scored", value: `${count(counts.scores)}, ${counts.missing} missing` },
    { label: "tokens evaluated for scoring", value: count(counts.scoredTokens) },
    { label: "without prefix sharing it would be", value: count(counts.unsharedTokens) },
    { label: "tokens generated", value: count(counts.generatedTokens) },
    ...machine,
  ];
}

function readoutText({ sampled, counts }: ProbeResult): string {
  if (sampled === undefined || counts.forks === undefined) {
    return "likelihood: log-probability of given replies";
  }
  const { samples, replyTokens, temperature, topP, detector } = sampled;
  const { drawn, refused, empty, unscored, cut } = counts.forks;
  return `sampled: ${samples} in each context, at most ${replyTokens} tokens, temperature ${temperature}, top-p ${topP}, read by ${detector}; ${drawn} drawn, ${refused} refused, ${empty} empty, ${unscored} not read, ${cut} cut`;
}

function notices({ result, plan }: ReportInput): string[] {
  const { subject, counts } = result;
  const list: string[] = [];
  if (subject.addedSystem !== null) {
    list.push(
      `Where a conversation names no system text, this model's own template adds one ("${subject.addedSystem}"); "not coerced" means with that text.`,
    );
  }
  if (counts.cutTurns > 0) {
    list.push(
      `${counts.cutTurns} generated turns reached the limit of tokens and stand cut in their conversations.`,
    );
  }
  const { ownSlips } = counts;
  if (ownSlips !== null && ownSlips.blocksWithout > 0) {
    list.push(
      `In ${ownSlips.blocksWithout} of ${ownSlips.blocksWithout + ownSlips.found} blocks the model drew no slip of its own with a good sibling within the budget; those blocks are not in the number.`,
    );
  }
  if (counts.missing > 0)
    list.push(
      counts.forks === undefined
        ? `${counts.missing} scores could not be made; they are counted, not left out.`
        : `${counts.missing} of ${counts.forks.drawn} drawn replies have no reading (${counts.forks.refused} refused, ${counts.forks.empty} empty, ${counts.forks.unscored} not read); they are counted, not left out.`,
    );
  if (counts.forks !== undefined) {
    list.push(
      "Replies were drawn and read by a detector: shares are those that it finds off-profile at even odds. Its errors draw every difference toward 0, so a small one may be larger in truth.",
    );
  }
  if (plan.settings.blocks < 20) {
    list.push(
      `${plan.settings.blocks} blocks: enough for large effects, too few for small ones. The items' base probabilities were matched on one small model; on other models look at the matching first.`,
    );
  }
  return list;
}
