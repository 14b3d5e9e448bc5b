import { historyItems } from "./blocks.ts";
import { drawsPerBlock } from "./cells.ts";
import {
  ownTurnSampling,
  ownTurnTokens,
  slipBudget,
  slipSampling,
  summaryTokens,
} from "./generation.ts";

/** One-sided level at which a claim is supported: the lower 95 % limit lies above the threshold. */
export const supportLevel = 0.025;
/** One-sided level at which a claim is refuted: the upper 90 % limit lies below the threshold. */
export const refuteLevel = 0.05;

/**
 * What stands for 0 where a claim needs a difference above 0, nats per token.
 *
 * Two arms that a subject treats alike differ by rounding, about 1e-16 in doubles and 1e-7 in the single
 * precision of an engine, and by the same amount in every block, so that a test against 0 would call it
 * certain. Far below what a rerun agrees to (1e-3), so no difference of a model is lost.
 */
export const roundingFloor = 1e-6;

/**
 * The constants behind every verdict, hashed into each run's header. `version` moves with any change of a
 * claim's estimate, gate or threshold, and has a record in docs/decisions.
 */
export const rules = {
  version: "2026-11-23",
  supportLevel,
  refuteLevel,
  roundingFloor,
  drawsPerBlock,
  historyItems,
  ownTurnSampling,
  ownTurnTokens,
  summaryTokens,
  slipSampling,
  slipBudget,
} as const;
