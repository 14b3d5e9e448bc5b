import { z } from "zod";
import { seededRandom, seedFor } from "../../math/index.ts";
import type { Inference } from "../../stats/index.ts";
import type { ClearAnswer, SessionCosts } from "./clear-answer.ts";
import { clearAnswer } from "./clear-answer.ts";
import type { ShareAtAge } from "./clustered-share.ts";
import { type SessionCounts, sessionCountsSchema } from "./session-counts.ts";
import { type SessionDesign, sessionAges } from "./session-design.ts";
import { type SessionRates, sessionRates } from "./session-rates.ts";
import { isOffProfile, type SessionReading } from "./session-reading.ts";
import { answerSentence, driftSentence } from "./session-words.ts";
import { changeWithAge, sharesByAge } from "./shares-by-age.ts";

const interval = z.strictObject({ low: z.number(), high: z.number() });
const share = z
  .strictObject({
    estimate: z.number().min(0).max(1),
    interval: interval.describe("95 %, sessions as clusters"),
    n: z.int().min(1).describe("replies"),
  })
  .nullable();
const change = z
  .strictObject({ estimate: z.number(), interval: interval.nullable() })
  .nullable()
  .describe("from the first age to the last, session by session; 95 %");
const rate = z.strictObject({
  value: z
    .number()
    .min(0)
    .max(1)
    .describe("per turn; pi0 per context; the default where not identified"),
  interval: z.tuple([z.number(), z.number()]).nullable().describe("95 % profile likelihood"),
  identified: z.boolean(),
  reason: z.string().nullable().describe("why the default stands for it"),
});

/** What long sessions found, as it stands in `result.json`. */
export const sessionResultSchema = z.strictObject({
  behaviour: z.string(),
  sessions: z.int().min(1),
  turns: z.int().min(1).describe("of each session as planned"),
  counts: sessionCountsSchema,
  rates: z.strictObject({ pi0: rate, rho: rate, epsilon: rate, r: rate }),
  withoutForks: z.string().nullable().describe("why forks are not in the fit; null: they are"),
  costs: z.strictObject({ slip: z.number(), clear: z.number() }).describe("in lost turns"),
  clear: z.strictObject({
    turns: z.int().nullable().describe("cheapest age at these rates; null: never"),
    costRate: z.number().nullable().describe("lost turns a turn when clearing then"),
    neverRate: z.number().nullable().describe("lost turns a turn when never clearing"),
    whyNever: z.string().nullable(),
    smallestRatio: z.number().nullable().describe("clears that a slip must cost for an age to pay"),
    margin: z
      .strictObject({ estimate: z.number(), interval, upper90: z.number() })
      .nullable()
      .describe("rho/epsilon - pi0, or (1 - pi0) epsilon/rho where epsilon is no more than rho"),
    threshold: z.number().describe("clear/(slip - clear): an age pays where the margin is above"),
    curve: z.array(z.number()).describe("lost turns a turn when clearing after 1, 2, … turns"),
  }),
  verdict: z.enum(["supported", "refuted", "inconclusive", "undecided", "not-measured"]),
  reason: z.string().nullable(),
  ages: z.array(
    z.strictObject({
      age: z.int().min(0).describe("turns on the record"),
      offProfile: share.describe("of forks"),
      accuracy: share.describe("of plain tasks"),
    }),
  ),
  change: z.strictObject({ offProfile: change, accuracy: change }),
  answer: z.string().describe("how often to clear, in a sentence"),
  drift: z.string().describe("what changed with age, in a sentence"),
});

/** See {@link sessionResultSchema}. */
export type SessionResult = z.output<typeof sessionResultSchema>;
/** What sessions are evaluated with. */
export interface SessionEvaluation {
  readonly behaviour: string;
  readonly design: SessionDesign;
  readonly costs: SessionCosts;
  readonly seed: number;
}

/**
 * Everything that sessions say. Pure: the same readings give the same numbers.
 *
 * @param sessions  at least one
 */
export function sessionResult(
  sessions: readonly SessionReading[],
  { behaviour, design, costs, seed }: SessionEvaluation,
): SessionResult {
  const random = () => seededRandom(seedFor(seed, `sessions/${behaviour}`));
  const ages = sessionAges(design.turns);
  const found = sessionRates(sessions, random);
  const rows = sharesByAge(sessions, ages);
  const moved = changeWithAge(sessions, ages, random);
  const counts = countSessions(sessions, design);
  const freshShare = rows[0]?.offProfile?.estimate ?? null;
  const answer = clearAnswer(found, costs, { turns: design.turns, freshShare });
  return {
    behaviour,
    sessions: sessions.length,
    turns: design.turns,
    counts,
    rates: plainRates(found),
    withoutForks: found.withoutForks,
    costs: { ...costs },
    clear: plainClear(answer),
    verdict: answer.verdict,
    reason: answer.reason,
    ages: rows.map(({ age, offProfile, accuracy }) => ({
      age,
      offProfile: plainShare(offProfile),
      accuracy: plainShare(accuracy),
    })),
    change: { offProfile: plainChange(moved.offProfile), accuracy: plainChange(moved.accuracy) },
    answer: answerSentence(answer, costs, counts),
    drift: driftSentence(rows, moved),
  };
}

function plainRates({ rates }: SessionRates): SessionResult["rates"] {
  const plain = ({ value, interval: limits, identified, reason }: SessionRates["rates"]["r"]) => ({
    value,
    interval: limits,
    identified,
    reason,
  });
  return {
    pi0: plain(rates.pi0),
    rho: plain(rates.rho),
    epsilon: plain(rates.epsilon),
    r: plain(rates.r),
  };
}

function plainClear(answer: ClearAnswer): SessionResult["clear"] {
  const { turns, costRate, neverRate, whyNever, smallestRatio, margin, threshold, curve } = answer;
  return {
    turns,
    costRate,
    neverRate,
    whyNever,
    smallestRatio,
    margin: margin === null ? null : { ...margin, interval: { ...margin.interval } },
    threshold,
    curve: [...curve],
  };
}

function plainShare(found: ShareAtAge | null): SessionResult["ages"][number]["accuracy"] {
  if (found === null) return null;
  const { low, high } = found.interval;
  return { estimate: found.estimate, interval: { low, high }, n: found.n };
}

function plainChange(found: Inference | null): SessionResult["change"]["accuracy"] {
  if (found === null) return null;
  return { estimate: found.estimate, interval: found.interval(0.95) };
}

function countSessions(
  sessions: readonly SessionReading[],
  { turns }: SessionDesign,
): SessionCounts {
  const said = sessions.flatMap((session) => session.turns);
  const forks = sessions.flatMap((session) => session.forks);
  const because = (why: "refused" | "empty" | "unscored") =>
    [...said, ...forks].filter(({ missing }) => missing === why).length;
  const read = said.map(isOffProfile).filter((off) => off !== null);
  return {
    turnsRead: read.length,
    slips: read.filter(Boolean).length,
    forksRead: forks.filter(({ missing }) => missing === null).length,
    refused: because("refused"),
    empty: because("empty"),
    unscored: because("unscored"),
    endedEarly: sessions.filter((session) => session.turns.length < turns).length,
    ungraded: sessions.flatMap(({ tasks }) => tasks).filter(({ correct }) => correct === null)
      .length,
  };
}
