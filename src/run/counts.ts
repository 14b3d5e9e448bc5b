import { type ProbeResult, slipPair } from "../measure/index.ts";
import {
  contextTokensOf,
  evaluatedReplyTokens,
  type ForkedCell,
  type JournalContent,
  type ScoredCell,
  type TurnRecord,
} from "./journal.ts";

/** What a run cost, counted from its journal. */
export function countRun({ cells, turns }: JournalContent): ProbeResult["counts"] {
  const all = [...cells.values()];
  const records = all.filter((cell) => cell.kind === "cell");
  const forks = all.flatMap((cell) => (cell.kind === "forks" ? cell.forks : []));
  const scores = records.flatMap((cell) => Object.values(cell.scores));
  const generated = [...turns.values()];
  const unscored = scores.filter(({ kind }) => kind === "unscored").length;
  return {
    cells: all.length,
    scores: scores.length + forks.length,
    missing: unscored + forks.filter(({ missing }) => missing !== null).length,
    scoredTokens: sum(records.map(({ evaluatedTokens }) => evaluatedTokens)),
    reusedTokens: sum(records.map(({ reusedTokens }) => reusedTokens)),
    unsharedTokens: sum(records.map(unshared)),
    generatedTokens: sum([...generated, ...forks].map(({ generatedTokens }) => generatedTokens)),
    cutTurns: standing(generated).filter(({ finish }) => finish === "length").length,
    ownSlips: ownSlips(generated),
    ...(forks.length === 0 ? {} : { forks: countForks(forks, generated) }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function countForks(forks: ForkedCell["forks"], turns: readonly TurnRecord[]) {
  const because = (why: "refused" | "empty" | "unscored") =>
    forks.filter(({ missing }) => missing === why).length;
  return {
    drawn: forks.length,
    refused: because("refused"),
    empty: because("empty"),
    unscored: because("unscored"),
    cut: forks.filter(({ finish }) => finish === "length").length,
    promptTokens: sum([...forks, ...turns].map(promptTokensOf)),
  };
}

/** Tokens of the conversation sent with a request, whatever of it a server had in memory. */
export function promptTokensOf(cost: {
  readonly evaluatedTokens: number;
  readonly reusedTokens: number;
}): number {
  return cost.evaluatedTokens + cost.reusedTokens;
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
function unshared(cell: ScoredCell): number {
  const context = contextTokensOf(cell) ?? 0;
  return evaluatedReplyTokens(cell).reduce((sum, tokens) => sum + context + tokens, 0);
}
