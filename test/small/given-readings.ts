import type { Behaviour, Score } from "../../src/core/index.ts";
import { seededRandom } from "../../src/math/index.ts";
import {
  type CellReading,
  type ClaimInput,
  type Coercion,
  likelihoodTerms,
  readings,
} from "../../src/measure/index.ts";
import { smallBehaviour } from "./small-behaviour.ts";

/** Block values by arm and reply: log-probability per token, `null` for a score that could not be made. */
export type GivenScores = Readonly<Record<string, Readonly<Record<string, GivenRow>>>>;
type GivenRow = readonly (number | null)[];

/** What the wanted reply scores wherever a margin is given. */
const wanted = -3;
const tokens = 10;

/** Scores that make these margins: unwanted against wanted, and a style where `q` is given. */
export function margins(
  arms: Readonly<Record<string, GivenRow>>,
  q: Readonly<Record<string, GivenRow>> = {},
): GivenScores {
  const from = (values: GivenRow) =>
    values.map((value) => (value === null ? null : wanted + value));
  return Object.fromEntries(
    Object.entries(arms).map(([arm, values]) => [
      arm,
      {
        wanted: values.map(() => wanted),
        unwanted: from(values),
        ...(q[arm] === undefined ? {} : { "style:sea": from(q[arm]) }),
      },
    ]),
  );
}

/** One cell per arm and block. */
export function cellsFrom(behaviour: string, given: GivenScores): CellReading[] {
  return Object.entries(given).flatMap(([arm, replies]) => {
    const blocks = Math.max(...Object.values(replies).map((row) => row.length));
    return Array.from({ length: blocks }, (_, block) => ({
      key: `cell/${behaviour}/${block}/${arm}/-/item`,
      behaviour,
      block,
      arm,
      draw: null,
      item: "item",
      scores: Object.fromEntries(
        Object.entries(replies).map(([kind, row]) => [kind, score(row[block] ?? null)]),
      ),
    }));
  });
}

function score(perToken: number | null): Score {
  if (perToken === null) return { kind: "unscored", reason: "left out by the test" };
  return { kind: "scored", totalLogprob: perToken * tokens, tokens };
}

/** What beside its scores a claim is judged on. */
export interface GivenInput {
  readonly behaviour?: Behaviour;
  readonly coercion?: Coercion;
  /** Scores of further behaviours. */
  readonly others?: readonly { readonly behaviour: Behaviour; readonly scores: GivenScores }[];
}

/** The input of a claim with given scores; δ is 0.1. */
export function claimInput(scores: GivenScores, given: GivenInput = {}): ClaimInput {
  const { behaviour = smallBehaviour(), others = [] } = given;
  const read = (of: Behaviour, from: GivenScores) => {
    const cells = cellsFrom(of.id, from);
    const blocks = Math.max(0, ...cells.map(({ block }) => block + 1));
    const styleOfBlock = Array.from({ length: blocks }, () => "sea");
    return { behaviour: of, readings: readings(of.id, { blocks, styleOfBlock }, cells) };
  };
  const own = read(behaviour, scores);
  return {
    ...own,
    coercion: given.coercion ?? { kind: "ladder", level: "S", sentences: 4 },
    all: [own, ...others.map((other) => read(other.behaviour, other.scores))],
    readout: likelihoodTerms,
    delta: 0.1,
    random: () => seededRandom(1),
  };
}
