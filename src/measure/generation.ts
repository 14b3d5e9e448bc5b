import { type Arm, framingName, type ReplyJudgement } from "./arm.ts";

/** Most tokens of a turn that the subject generates itself: as long as the planted replies, with room. */
export const ownTurnTokens = 48;
/** Most tokens of a summary that the subject writes. */
export const summaryTokens = 96;
/** How the subject's own turns are drawn; docs/methods.md. */
export const ownTurnSampling = { temperature: 0.7, topP: 0.95 } as const;

/** How replies are drawn in the search for a slip of the subject's own: its plain distribution. */
export const slipSampling = { temperature: 1, topP: 1 } as const;
/** Most replies drawn in one search. */
export const slipBudget = 16;

/**
 * Names the generated text that an arm stands on: arms that differ only in how many of the same own
 * turns they hold share it.
 */
export function generationGroup(arm: Arm): string {
  if (arm.judgedAs !== null) return `search:${framingName(arm.framing)}:${arm.turns}`;
  if (arm.ownTurns > 0) return `own:${framingName(arm.framing)}:${arm.turns}`;
  return arm.id;
}

/** How many replies an arm needs generated before it can be probed. */
export function repliesNeeded(arm: Arm): number {
  if (arm.ownTurns > 0) return arm.ownTurns;
  return arm.remedy === "object" || arm.remedy === "summarise" ? 1 : 0;
}

/** A reply drawn in a search, and what the judge found; `null` where the judge could not say. */
export interface JudgedDraw {
  readonly text: string;
  readonly judged: ReplyJudgement | null;
}

/**
 * The first off-profile reply of a search and its first on-profile sibling; `null` unless both were
 * drawn, since one without the other has no twin.
 *
 * @param drawn  in the order of drawing
 */
export function slipPair<Draw extends JudgedDraw>(
  drawn: readonly Draw[],
): Readonly<Record<ReplyJudgement, Draw>> | null {
  const off = drawn.find(({ judged }) => judged === "off");
  const on = drawn.find(({ judged }) => judged === "on");
  return off === undefined || on === undefined ? null : { off, on };
}
