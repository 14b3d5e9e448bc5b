import { type ProbeResult, slipPair } from "../measure/index.ts";
import {
  type CellRecord,
  contextTokensOf,
  evaluatedReplyTokens,
  type JournalContent,
  type TurnRecord,
} from "./journal.ts";

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
    cutTurns: standing(generated).filter(({ finish }) => finish === "length").length,
    ownSlips: ownSlips(generated),
  };
}

type JudgedTurn = TurnRecord & { readonly judged: "on" | "off" | null };

function isJudged(turn: TurnRecord): turn is JudgedTurn {
  return turn.judged !== undefined;
}

/** The draws of each search, in the order of drawing whatever that of the journal. */
function searches(turns: readonly TurnRecord[]): JudgedTurn[][] {
  const byBlock = new Map<string, JudgedTurn[]>();
  for (const turn of turns.filter(isJudged)) {
    const name = JSON.stringify([turn.behaviour, turn.block, turn.group]);
    byBlock.set(name, [...(byBlock.get(name) ?? []), turn]);
  }
  return [...byBlock.values()].map((drawn) => drawn.toSorted((a, b) => a.turn - b.turn));
}

function ownSlips(turns: readonly TurnRecord[]): ProbeResult["counts"]["ownSlips"] {
  const drawn = searches(turns);
  if (drawn.length === 0) return null;
  const found = drawn.filter((search) => slipPair(search) !== null).length;
  return { tried: drawn.flat().length, found, blocksWithout: drawn.length - found };
}

/** Generated turns that stand in a conversation: of a search the slip and its sibling. */
function standing(turns: readonly TurnRecord[]): TurnRecord[] {
  const chosen = searches(turns).flatMap((search) => {
    const pair = slipPair(search);
    return pair === null ? [] : [pair.off, pair.on];
  });
  return [...turns.filter((turn) => !isJudged(turn)), ...chosen];
}

/**
 * Tokens that scoring each of a cell's replies by itself would have evaluated: the whole context and the
 * reply but its last token, for every reply.
 */
function unshared(cell: CellRecord): number {
  const context = contextTokensOf(cell) ?? 0;
  return evaluatedReplyTokens(cell).reduce((sum, tokens) => sum + context + tokens, 0);
}
