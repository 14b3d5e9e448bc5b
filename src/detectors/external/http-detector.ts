import { z } from "zod";
import { TurncoatError, type TurnReading } from "../../core/index.ts";
import type { Detector, TurnToScore } from "../../ports/index.ts";
import { inLanes } from "../asking/in-lanes.ts";
import { isOfTheTurn } from "../asking/is-of-the-turn.ts";
import type { DetectorResources, OpenedDetector } from "../detector-kind.ts";
import { externalTurn } from "./external-turn.ts";
import { readingsOfList } from "./module-detector.ts";

/** Turns of one request, and requests under way at once. */
const batchTurns = 16;
const lanes = 2;

const answerSchema = z.object({ scores: z.array(z.unknown()) });

/**
 * A detector behind an HTTP endpoint of the user's: POST `{ turns: [{ question, reply, messages }] }`, answered by
 * `{ scores: [{ score, quote?, note? } | { unscored }] }`, one a turn. Nothing else is contacted. A request that
 * fails leaves its turns unscored; where no request works, the first failure is thrown.
 *
 * @param name  how a user names it, e.g. `external:https://host/path`
 */
export function openHttpDetector(
  name: string,
  url: string,
  postJson: DetectorResources["postJson"],
): OpenedDetector {
  let hasAnswered = false;
  const ask = async (turns: readonly TurnToScore[], signal: AbortSignal | undefined) => {
    const sent = turns.map(externalTurn);
    try {
      const answer = answerSchema.safeParse(await postJson(url, { turns: sent }, { signal }));
      hasAnswered = true;
      return readingsOfList(answer.data?.scores, sent);
    } catch (error) {
      if (!(error instanceof TurncoatError) || !isOfTheTurn(error.failure, hasAnswered)) {
        throw error;
      }
      const reason = `the detector gave no answer: ${error.message}`;
      return turns.map((): TurnReading => ({ kind: "unscored", reason }));
    }
  };
  const detector: Detector = {
    id: name,
    version: `1/${url}`,
    // What runs behind an address may change any day.
    isDeterministic: false,
    keyOf: (turn) => JSON.stringify(externalTurn(turn)),
    async score(turns, options) {
      const batches = Array.from({ length: Math.ceil(turns.length / batchTurns) }, (_, index) =>
        turns.slice(index * batchTurns, (index + 1) * batchTurns),
      );
      return (await inLanes(batches, lanes, (batch) => ask(batch, options?.signal))).flat();
    },
    async [Symbol.asyncDispose]() {},
  };
  return { detector, map: null };
}
