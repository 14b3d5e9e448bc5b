import { type Arm, framingName } from "./arm.ts";

/** Most tokens of a turn that the subject generates itself: as long as the planted replies, with room. */
export const ownTurnTokens = 48;
/** Most tokens of a summary that the subject writes. */
export const summaryTokens = 96;
/** How the subject's own turns are drawn; estimands.md section 2. */
export const ownTurnSampling = { temperature: 0.7, topP: 0.95 } as const;

/**
 * Names the generated text that an arm stands on: arms that differ only in how many of the same own
 * turns they hold share it.
 */
export function generationGroup(arm: Arm): string {
  if (arm.ownTurns > 0) return `own:${framingName(arm.framing)}:${arm.turns}`;
  return arm.id;
}

/** How many replies an arm needs generated before it can be probed. */
export function repliesNeeded(arm: Arm): number {
  if (arm.ownTurns > 0) return arm.ownTurns;
  return arm.remedy === "object" || arm.remedy === "summarise" ? 1 : 0;
}
