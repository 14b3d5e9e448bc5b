import { type Evidence, TurncoatError } from "../core/index.ts";
import type { ScoreCache, TurnToScore } from "../ports/index.ts";
import { detectorsOf, type EvidenceModel, evidenceOf, scoreTurns } from "../scan/index.ts";

/** Evidence is kept by whoever asks; readings are not kept a second time. */
const noCache: ScoreCache = {
  get: () => null,
  put: () => undefined,
  flush: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
};

/** Reads turns with all detectors of a model. Detectors that cannot work leave the turns unscored with the reason. */
export async function evidenceOfTurns(
  turns: readonly TurnToScore[],
  model: EvidenceModel,
): Promise<readonly Evidence[]> {
  try {
    const scored = await scoreTurns(turns, detectorsOf(model), { cache: noCache });
    return scored.map(({ readings }) => evidenceOf(readings, model));
  } catch (error) {
    const said = error instanceof TurncoatError ? error.message : `a fault: ${String(error)}`;
    return turns.map(() => ({ kind: "unscored", reason: `the turn could not be read: ${said}` }));
  }
}
