import { historyItems } from "./blocks.ts";
import { drawsPerBlock } from "./cells.ts";
import { ownTurnSampling, ownTurnTokens, summaryTokens } from "./generation.ts";

/** One-sided level at which a claim is supported: the lower 95 % limit lies above the threshold. */
export const supportLevel = 0.025;
/** One-sided level at which a claim is refuted: the upper 90 % limit lies below the threshold. */
export const refuteLevel = 0.05;

/**
 * The constants behind every verdict, hashed into each run's header. `version` moves with any change of a
 * claim's estimate, gate or threshold, and has a record in docs/decisions.
 */
export const rules = {
  version: "2026-11-23",
  supportLevel,
  refuteLevel,
  drawsPerBlock,
  historyItems,
  ownTurnSampling,
  ownTurnTokens,
  summaryTokens,
} as const;
