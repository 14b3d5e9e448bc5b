import type { GuardAction } from "../core/index.ts";

/** What a policy may choose before a turn; `none` goes on. */
export type Remedy = Exclude<GuardAction, "propose">;

/** When to act: the cheapest remedy at each belief, worked out once from a calibration and costs. */
export interface Policy {
  /**
   * The cheapest remedy at P(turned) before the next turn. Weaker remedies come first where costs are equal.
   *
   * @param allowed  remedies that this conversation permits; `none` always is
   * @throws RangeError if `turned` is not a probability
   */
  decide(turned: number, allowed: ReadonlySet<Remedy>): Remedy;
  /** P(off-profile) of a single reply above which it is held whatever the history says, in (0, 1]. */
  readonly holdAbove: number;
  /** For people: from which belief on each remedy pays, or that it never does and why. */
  readonly summary: readonly string[];
}
