import type { Score } from "../core/index.ts";
import type { ScorableCell } from "../measure/index.ts";
import type { ContinuationScore, Scorer } from "../ports/index.ts";
import { asChat } from "./as-chat.ts";
import { type CellReader, isOfTheCell } from "./cell-reader.ts";
import type { ScoredCell } from "./journal.ts";

/** Reads cells by the log-probability of their given replies. */
export function likelihoodCells(scorer: Scorer): CellReader {
  return {
    async read(cell, signal) {
      const kinds = [...cell.replies.keys()];
      try {
        const { scores, evaluatedTokens, reusedTokens } = await scorer.score({
          context: cell.path.map(asChat),
          continuations: [...cell.replies.values()],
          signal,
        });
        const named = kinds.map((kind, index): [string, Score] => [kind, scoreOf(scores[index])]);
        const cost = { evaluatedTokens, reusedTokens };
        return { ...placeOf(cell), scores: Object.fromEntries(named), ...cost };
      } catch (error) {
        if (!isOfTheCell(error)) throw error;
        return unread(cell, error.message);
      }
    },
    unread,
  };
}

/** A score that is no log-probability is a missing score, not a number to average. */
function scoreOf(score: ContinuationScore | undefined): Score {
  if (score === undefined) return { kind: "unscored", reason: "the scorer left it out" };
  const { totalLogprob, tokenLogprobs } = score;
  if (tokenLogprobs.length === 0 || !Number.isFinite(totalLogprob) || totalLogprob > 0) {
    const what = `${totalLogprob} nats over ${tokenLogprobs.length} tokens`;
    return { kind: "unscored", reason: `the scorer gave ${what}, which is no log-probability` };
  }
  return { kind: "scored", totalLogprob, tokens: tokenLogprobs.length };
}

function unread(cell: ScorableCell, reason: string): ScoredCell {
  const unscored: Score = { kind: "unscored", reason };
  const scores = Object.fromEntries([...cell.replies.keys()].map((kind) => [kind, unscored]));
  return { ...placeOf(cell), scores, evaluatedTokens: 0, reusedTokens: 0 };
}

function placeOf({ behaviour, block, arm, draw, item }: ScorableCell) {
  return { kind: "cell", behaviour, block, arm, draw, item } as const;
}
