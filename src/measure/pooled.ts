import { mean, type Random, seededRandom, seedFor } from "../math/index.ts";
import {
  type ClusteredValue,
  type Inference,
  inferClusteredMean,
  inferRatio,
} from "../stats/index.ts";
import type { Claim, Finding, Pooling } from "./claim.ts";
import { withInterval } from "./estimate.ts";
import type { Evaluated } from "./evaluate.ts";
import { type BlockValues, present } from "./readings.ts";
import { roundingFloor } from "./rules.ts";
import { familyVerdicts, type Judged } from "./verdicts.ts";
import { isCrossed } from "./wording.ts";

/** Stands for a behaviour's id in rows about behaviours in general. */
export const allBehaviours = "all";

/** A claim judged over behaviours in general. */
export interface PooledJudged extends Judged {
  readonly finding: Finding;
  readonly n: number;
  readonly missing: number;
}

interface Member {
  readonly one: Evaluated;
  readonly finding: Finding;
  readonly pooling: Pooling;
}

/**
 * Judges the claims that can be pooled over the behaviours of a run, the behaviours being the independent
 * units. Value-neutral pairs are left out, and so is a behaviour whose own gate failed, which the sentence
 * names. Empty when fewer than two behaviours have a number.
 *
 * @param seed  the run's; pooled numbers draw apart from those of single behaviours
 */
export function judgePooled(evaluated: readonly Evaluated[], seed: number): PooledJudged[] {
  const random = (): Random => seededRandom(seedFor(seed, "inference/pooled"));
  const biased = evaluated.filter(({ behaviour }) => !behaviour.valueNeutral);
  const claims = biased[0]?.judged.map(({ claim }) => claim) ?? [];
  const pooled = claims.flatMap((claim) => {
    const members = membersOf(claim, biased);
    const first = members[0]?.finding;
    if (first === undefined || members.length < 2) return [];
    return [{ claim, members, finding: pool(first, members, random) }];
  });
  return pooled.map(({ claim, members, finding }) => {
    const family = pooled.filter((other) => other.claim.family === claim.family);
    const verdicts = familyVerdicts(family.map((other) => other.finding));
    const verdict = verdicts[family.findIndex((other) => other.claim === claim)] ?? "undecided";
    const sum = (count: (member: Member) => number) =>
      members.reduce((all, member) => all + count(member), 0);
    return {
      claim,
      finding,
      bounds: null,
      verdict,
      reason: finding.gate,
      n: sum(({ one }) => one.readings.count(finding.arms)),
      missing: sum(({ one }) => one.readings.missing(finding.arms)),
    };
  });
}

function membersOf(claim: Claim, evaluated: readonly Evaluated[]): Member[] {
  return evaluated.flatMap((one) => {
    const finding = one.judged.find((judged) => judged.claim === claim)?.finding ?? null;
    const pooling = finding?.pooling;
    if (finding === null || pooling === undefined) return [];
    return present(pooling.values).length === 0 ? [] : [{ one, finding, pooling }];
  });
}

function pool(first: Finding, members: readonly Member[], random: () => Random): Finding {
  const passed = members.filter(({ finding }) => finding.gate === null);
  const open = passed.filter(({ one, finding }) => isOpen(one, finding));
  // Without two that passed, the number is still shown over all, and the gate says why it decides nothing.
  const used = passed.length < 2 ? members : passed;
  const inference = inferenceOf(used, random);
  const control = clustered(used, ({ control: { values } }) => values, random);
  const over0 = clustered(used, ({ alsoAbove }) => alsoAbove, random);
  const label = first.pooling?.control.label ?? "";
  return {
    quantity: `${first.quantity}, mean over behaviours`,
    unit: first.unit,
    inference,
    threshold: first.threshold,
    ...(over0 === null || inference === null
      ? {}
      : {
          pSupported: Math.max(inference.pGreater(first.threshold), over0.pGreater(roundingFloor)),
        }),
    gate: gateOf({ members, passed, open }),
    control: control === null ? null : { label, inference: control },
    beside: [],
    arms: first.arms,
    sentence: () => sentence({ members, used, inference, unit: first.unit, control, label }),
  };
}

/** Whether missing scores leave a behaviour's own verdict open. */
function isOpen(one: Evaluated, finding: Finding): boolean {
  return one.judged.some((judged) => judged.finding === finding && judged.verdict === "undecided");
}

function gateOf(found: {
  readonly members: readonly Member[];
  readonly passed: readonly Member[];
  readonly open: readonly Member[];
}): string | null {
  const { members, passed, open } = found;
  if (passed.length < 2) {
    return `only ${passed.length} of ${members.length} behaviours passed the claim's own check`;
  }
  return open.length === 0 ? null : `missing scores leave it open for ${idsOf(open)}`;
}

function inferenceOf(used: readonly Member[], random: () => Random): Inference | null {
  if (used.every(({ pooling }) => pooling.over === null)) {
    return clustered(used, ({ values }) => values, random);
  }
  // A ratio of means over behaviours, each behaviour counting once.
  const pairs = used.flatMap(({ pooling: { values, over } }) => {
    const whole = values.flatMap((value, block) => {
      const under = over?.[block] ?? null;
      return value === null || under === null ? [] : [[value, under] as const];
    });
    if (whole.length === 0) return [];
    return [[mean(whole.map(([value]) => value)), mean(whole.map(([, under]) => under))] as const];
  });
  if (pairs.length === 0) return null;
  const ratio = inferRatio(
    pairs.map(([value]) => value),
    pairs.map(([, under]) => under),
    leastErrorOf(used),
  );
  return ratio.estimate === null ? null : { ...ratio, estimate: ratio.estimate };
}

function clustered(
  used: readonly Member[],
  valuesOf: (pooling: Pooling) => BlockValues | null,
  random: () => Random,
): Inference | null {
  const values = used.flatMap(({ one, pooling }): ClusteredValue[] =>
    present(valuesOf(pooling) ?? []).map((value) => ({ cluster: one.behaviour.id, value })),
  );
  if (values.length === 0) return null;
  return inferClusteredMean(values, { random: random(), leastError: leastErrorOf(used) });
}

/** Of a mean over behaviours, each of which has as many drawn replies. */
function leastErrorOf(used: readonly Member[]): number {
  return (used[0]?.one.input.readout.leastError ?? 0) / Math.sqrt(Math.max(1, used.length));
}

function sentence(found: {
  readonly members: readonly Member[];
  readonly used: readonly Member[];
  readonly inference: Inference | null;
  readonly unit: string;
  readonly control: Inference | null;
  readonly label: string;
}): string {
  const { members, used, inference, unit, control, label } = found;
  const leftOut = members.filter((member) => !used.includes(member));
  const number = inference === null ? "no number" : withInterval(inference);
  const beside = control === null ? "not measured" : withInterval(control);
  const crossed = used.filter(
    ({ one, pooling }) => isCrossed(one.input, pooling.crossing) === true,
  ).length;
  const out =
    leftOut.length === 0 ? "" : `; left out, as the claim's own check failed: ${idsOf(leftOut)}`;
  return `Over ${used.length} behaviours (${idsOf(used)}) as a sample of behaviours in general: ${number} ${unit}; control: ${label} ${beside}; the preference crossed ${members[0]?.one.input.readout.crossing ?? 0} in ${crossed} of ${used.length}${out}.`;
}

function idsOf(members: readonly Member[]): string {
  return members.map(({ one }) => one.behaviour.id).join(", ");
}
