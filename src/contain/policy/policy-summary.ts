import type { Calibration } from "../../core/index.ts";
import type { ActPolicy } from "../../stats/index.ts";
import type { Remedy } from "../policy.ts";
import type { GuardCosts } from "./guard-costs.ts";
import type { ActiveRemedy, RemedyEffect } from "./remedy-effects.ts";

/** What is told of a policy. */
export interface PolicyFacts {
  /** Where every remedy is permitted. */
  readonly policy: ActPolicy<ActiveRemedy>;
  /** Where only one is. */
  readonly alone: (id: ActiveRemedy) => ActPolicy<ActiveRemedy>;
  readonly effects: readonly RemedyEffect[];
  readonly calibration: Calibration;
  readonly costs: GuardCosts;
  readonly holdAbove: number;
}

/** Beliefs are looked at in steps of a thousandth. */
const steps = 1000;

const verbs: Readonly<Record<Remedy, string>> = {
  none: "goes on",
  inoculate: "inoculates",
  rewind: "rewinds",
  clear: "clears",
};

/**
 * A policy in words: from which P(turned) on it does what where all is permitted, what each remedy is taken to do and
 * why one is never used, what the whole is worth, and what it rests on.
 */
export function summaryOf(facts: PolicyFacts): readonly string[] {
  const { policy, effects, costs, holdAbove } = facts;
  const saved = 1 - policy.cost / policy.neverActCost;
  return [
    whole(policy),
    ...effects.map((effect) => remedyLine(effect, facts)),
    `expected cost of a fresh conversation: ${policy.cost.toFixed(2)}, against ${policy.neverActCost.toFixed(2)} ` +
      `without acting (${Math.round(100 * Math.max(0, saved))} % less), with ${costs.remainingTurns} turns to go`,
    `holds a single reply whose own probability of being off-profile exceeds ${holdAbove}`,
    restsOn(facts.calibration),
  ];
}

/** What is done at each belief, in stretches. */
function stretches(policy: ActPolicy<ActiveRemedy>): readonly (readonly [Remedy, number])[] {
  const runs: [Remedy, number][] = [];
  for (let step = 0; step <= steps; step++) {
    const remedy = policy.choose(step / steps) ?? "none";
    if (runs.at(-1)?.[0] !== remedy) runs.push([remedy, step / steps]);
  }
  return runs;
}

function whole(policy: ActPolicy<ActiveRemedy>): string {
  const [, ...later] = stretches(policy).map(
    ([remedy, from]) => `${verbs[remedy]} from ${from.toFixed(3)}`,
  );
  if (later.length === 0) return "by P(turned): goes on, however high";
  return `by P(turned): goes on below, ${later.join(", ")} on`;
}

function remedyLine(effect: RemedyEffect, { policy, alone }: PolicyFacts): string {
  if (effect.kind === "barred") return `${effect.id}: never, as it was ${effect.why}`;
  const { id, cost } = effect.remedy;
  const assumed = `costs ${cost.toFixed(2)}, ${effect.basis}`;
  const from = firstUse(policy, id);
  if (from !== null) return `${id}: from ${from.toFixed(3)} on; ${assumed}`;
  const only = firstUse(alone(id), id);
  return only === null
    ? `${id}: never, as going on is cheaper at every belief; ${assumed}`
    : `${id}: only where nothing else is permitted, from ${only.toFixed(3)} on; ${assumed}`;
}

function firstUse(policy: ActPolicy<ActiveRemedy>, id: ActiveRemedy): number | null {
  return stretches(policy).find(([remedy]) => remedy === id)?.[1] ?? null;
}

function restsOn({ subject, parameters }: Calibration): string {
  const assumed = Object.entries(parameters).filter(([, { identified }]) => !identified);
  if (assumed.length === 0) return `rates measured on ${subject ?? "this subject"}`;
  const names = assumed.map(([name, { value }]) => `${name} ${value}`).join(", ");
  return `rests on assumed rates, not measured: ${names}`;
}
