import type { Calibration } from "../../core/index.ts";
import type { BeliefRemedy } from "../../stats/index.ts";
import type { Remedy } from "../policy.ts";
import type { GuardCosts } from "./guard-costs.ts";
import { twoStates } from "./two-state.ts";

/** What can be done besides going on, weakest first. */
export type ActiveRemedy = Exclude<Remedy, "none">;

/** In this order: of two that cost the same the first is taken. */
const activeRemedies = ["inoculate", "rewind", "clear"] as const satisfies readonly ActiveRemedy[];

/** A remedy's cost and effect, or why it is never used, each with a clause for people. */
export type RemedyEffect =
  | { readonly kind: "usable"; readonly remedy: BeliefRemedy<ActiveRemedy>; readonly basis: string }
  | { readonly kind: "barred"; readonly id: ActiveRemedy; readonly why: string };

/**
 * Share of the belief that an inoculation leaves where a probe showed it to work. The probe shows that what the slip still
 * does lies below the smallest effect that counts, not that it is nothing: a tenth is assumed.
 */
const leftWhereItWorks = 0.1;

/**
 * Share of the belief that an inoculation leaves where none was measured: an assumption, made to expect little.
 * Published figures (75 to 90 % less) are about training, https://arxiv.org/abs/2511.18397; none is about a sentence
 * put into a running conversation.
 */
export const leftWhereUnmeasured = 0.7;

/** Length of an inoculation that was never measured, in tokens. */
const usualTokens = 60;

/**
 * What each remedy costs and leaves for this subject. One that was measured and not shown to work is barred. Rewinding and
 * clearing were not measured: what is left out is out, so they hold by construction, as far as the chain holds.
 */
export function remedyEffects(
  calibration: Pick<Calibration, "parameters" | "remedies">,
  costs: GuardCosts,
): readonly RemedyEffect[] {
  return activeRemedies.map((id) => {
    const measured = calibration.remedies.find((remedy) => remedy.id === id);
    if (measured !== undefined && !measured.works) {
      const left = `${measured.residual.toFixed(2)} nats per token are left`;
      return { kind: "barred", id, why: `measured and not shown to work: ${left}` };
    }
    return effectOf(id, { calibration, costs, measured: measured ?? null });
  });
}

function effectOf(
  id: ActiveRemedy,
  facts: {
    readonly calibration: Pick<Calibration, "parameters" | "remedies">;
    readonly costs: GuardCosts;
    readonly measured: Calibration["remedies"][number] | null;
  },
): RemedyEffect {
  const { calibration, costs, measured } = facts;
  const { pi0, afterRewind } = twoStates(calibration);
  const perToken = costs.thousandTokens / 1000;
  switch (id) {
    case "inoculate": {
      const left = measured === null ? leftWhereUnmeasured : leftWhereItWorks;
      const tokens = measured?.tokensAdded ?? usualTokens;
      const how = measured === null ? "not measured: taken" : "measured to work: taken";
      return usable(`${how} to leave ${left} of the belief`, {
        id,
        // It is read again with every later turn.
        cost: costs.inoculation + tokens * perToken * costs.remainingTurns,
        after: (belief) => left * belief + (1 - left) * Math.min(belief, pi0),
      });
    }
    case "rewind":
      return usable(`taken to leave ${afterRewind.toFixed(2)} where it had turned`, {
        id,
        cost: costs.lostTurn + costs.tokensPerTurn * perToken,
        after: (belief) => belief * afterRewind + (1 - belief) * Math.min(belief, pi0),
      });
    case "clear":
      return usable(`leaves ${pi0} as a fresh context does`, {
        id,
        cost: costs.clearedConversation,
        after: () => pi0,
      });
  }
}

function usable(basis: string, remedy: BeliefRemedy<ActiveRemedy>): RemedyEffect {
  return { kind: "usable", remedy, basis };
}
