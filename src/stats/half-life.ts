import { requireFinite } from "../math/index.ts";

/** Turns until an effect has halved, or why there is no such number. */
export type HalfLife =
  | { readonly turns: number; readonly reason: null }
  | { readonly turns: null; readonly reason: string };

/**
 * Turns in which a slip's effect halves, if it fades by the same share every turn.
 *
 * k·ln 2 / ln(e₀/e_k). Two points cannot show whether the fading is exponential. Null where there was no
 * effect, where it has not fallen, and where it is gone or reversed after k turns.
 *
 * @param effectAtOnce  e₀, effect right after the slip, e.g. nats per token
 * @param effectLater  e_k, effect k turns later, in the same unit
 * @param turns  k, above 0
 * @returns turns, above 0
 * @throws RangeError if an effect is not finite or k is not above 0
 */
export function halfLife(effectAtOnce: number, effectLater: number, turns: number): HalfLife {
  requireFinite([effectAtOnce, effectLater], "effects");
  if (!(turns > 0 && turns < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`turns must be finite and above 0, not ${turns}`);
  }
  if (effectAtOnce === 0) return { turns: null, reason: "there was no effect that could fade" };
  const left = effectLater / effectAtOnce;
  if (left <= 0) {
    return { turns: null, reason: `the effect is gone or reversed after ${turns} turns` };
  }
  if (left >= 1) return { turns: null, reason: `the effect has not fallen after ${turns} turns` };
  return { turns: (turns * Math.LN2) / -Math.log(left), reason: null };
}
