import type { SessionResult } from "../measure/index.ts";
import type { Estimate, SessionFigure } from "./report-data.ts";

const meanings = [
  ["pi0", "π₀", "masked in a fresh context"],
  ["rho", "ρ", "loyal to masked, a turn"],
  ["epsilon", "ε", "masked to turned, a turn"],
  ["r", "r", "turned to loyal, a turn"],
] as const;

/** What the page shows of long sessions. */
export function sessionFigure(found: SessionResult): SessionFigure {
  const { counts, clear, rates } = found;
  return {
    answer: found.answer,
    drift: found.drift,
    verdict: found.verdict,
    sessions: found.sessions,
    turns: found.turns,
    counts: [
      { label: "turns on the record read", value: counts.turnsRead },
      { label: "of them off-profile", value: counts.slips },
      { label: "forks read", value: counts.forksRead },
      { label: "refused", value: counts.refused },
      { label: "empty", value: counts.empty },
      { label: "not readable", value: counts.unscored },
      { label: "ended early", value: counts.endedEarly },
    ],
    costs: { ...found.costs },
    curve: clear.curve.map((cost, index) => ({ turns: index + 1, cost })),
    bestTurns: clear.turns,
    neverRate: clear.neverRate,
    isAssumed: [rates.pi0, rates.rho, rates.epsilon].some(({ identified }) => !identified),
    rates: meanings.map(([id, symbol, meaning]) => {
      const { value, interval, identified, reason } = rates[id];
      const [low, high] = interval ?? [null, null];
      return { symbol, meaning, value: { estimate: value, low, high }, identified, reason };
    }),
    withoutForks: found.withoutForks,
    ages: found.ages.map(({ age, offProfile, accuracy }) => ({
      age,
      offProfile: shown(offProfile),
      accuracy: shown(accuracy),
    })),
  };
}

function shown(share: SessionResult["ages"][number]["accuracy"]): Estimate | null {
  if (share === null) return null;
  const { low, high } = share.interval;
  return { estimate: share.estimate, low, high };
}
