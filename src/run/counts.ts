import type { ProbeResult } from "../measure/index.ts";
import type { CellRecord, JournalContent } from "./journal.ts";

/** What a run cost, counted from its journal. */
export function countRun({ cells, turns }: JournalContent): ProbeResult["counts"] {
  const records = [...cells.values()];
  const scores = records.flatMap((cell) => Object.values(cell.scores));
  const generated = [...turns.values()];
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  return {
    cells: records.length,
    scores: scores.length,
    missing: scores.filter(({ kind }) => kind === "unscored").length,
    scoredTokens: sum(records.map(({ evaluatedTokens }) => evaluatedTokens)),
    reusedTokens: sum(records.map(({ reusedTokens }) => reusedTokens)),
    unsharedTokens: sum(records.map(unshared)),
    generatedTokens: sum(generated.map(({ generatedTokens }) => generatedTokens)),
    cutTurns: generated.filter(({ finish }) => finish === "length").length,
  };
}

/**
 * Tokens that scoring each of a cell's replies by itself would have evaluated: the whole context and the
 * reply but its last token, for every reply.
 */
function unshared(cell: CellRecord): number {
  const replies = Object.values(cell.scores).flatMap((score) =>
    score.kind === "scored" ? [score.tokens - 1] : [],
  );
  const replyTokens = replies.reduce((sum, tokens) => sum + tokens, 0);
  const context = cell.evaluatedTokens - replyTokens + cell.reusedTokens;
  return replies.length * context + replyTokens;
}
