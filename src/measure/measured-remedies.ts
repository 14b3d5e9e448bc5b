import type { Calibration } from "../core/index.ts";
import { remedyIds } from "./arm.ts";
import { contrast, estimateMean } from "./estimate.ts";
import type { Evaluated } from "./evaluate.ts";
import type { CellReading } from "./readings.ts";
import { refuteLevel } from "./rules.ts";
import { coercionText } from "./subject.ts";

/** Remedies that are controls: they say nothing that could help. */
const controls: readonly string[] = ["placebo", "negated"];

/**
 * What each remedy of a run left of the slip, for the calibration: `works` where the upper limit of the residual's
 * 90 % interval lies below δ. Remedies that hold by construction (rewinding, clearing) are not among them.
 */
export function measuredRemedies(
  { input, behaviour }: Evaluated,
  cells: readonly CellReading[],
): Calibration["remedies"] {
  const tokens = (arm: string) => meanTokens(cells, behaviour.id, arm);
  return remedyIds.flatMap((id) => {
    if (controls.includes(id)) return [];
    // Restating nothing is no remedy.
    if (id === "restate" && coercionText(behaviour, input.coercion) === "") return [];
    const residual = estimateMean(contrast(input, `essay+${id}`, `good+${id}`), input);
    if (residual === null) return [];
    const limits = residual.interval(0.95);
    return [
      {
        id,
        residual: residual.estimate,
        interval: limits === null ? null : [limits.low, limits.high],
        turnsLost: 0,
        tokensAdded: Math.max(0, Math.round(tokens(`essay+${id}`) - tokens("essay"))),
        works: residual.pLess(input.delta) < refuteLevel,
      },
    ];
  });
}

/** Mean length of an arm's conversations in tokens; 0 with drawn replies, where it is not known. */
function meanTokens(cells: readonly CellReading[], behaviour: string, arm: string): number {
  const lengths = cells
    .filter((cell) => cell.behaviour === behaviour && cell.arm === arm)
    .flatMap(({ contextTokens }) => (contextTokens === undefined ? [] : [contextTokens]));
  return lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
}
