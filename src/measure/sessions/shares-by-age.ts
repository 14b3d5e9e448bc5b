import { mean, type Random } from "../../math/index.ts";
import {
  type Inference,
  type Interval,
  inferMean,
  intraclassCorrelation,
  wilson,
} from "../../stats/index.ts";
import { isOffProfile, type SessionReading } from "./session-reading.ts";

/** A share of replies at one age of the context. */
export interface ShareAtAge {
  readonly estimate: number;
  /** 95 %. */
  readonly interval: Interval;
  /** Replies that could be read. */
  readonly n: number;
}

/** What forks and plain tasks showed at one age. */
export interface AgeRow {
  /** Turns on the record. */
  readonly age: number;
  /** Off-profile forks; null where none could be read. */
  readonly offProfile: ShareAtAge | null;
  /** Plain tasks done right; null where none could be graded. */
  readonly accuracy: ShareAtAge | null;
}

/** Change from the first age to the last, session by session; null where no session has both. */
export interface AgeChange {
  readonly offProfile: Inference | null;
  readonly accuracy: Inference | null;
}

/** The shares at every age that was asked at. */
export function sharesByAge(
  sessions: readonly SessionReading[],
  ages: readonly number[],
): AgeRow[] {
  return ages.map((age) => ({
    age,
    offProfile: clusteredShare(sessions.map((session) => forksAt(session, age))),
    accuracy: clusteredShare(sessions.map((session) => tasksAt(session, age))),
  }));
}

/** What became of both between the first age and the last; sessions are the independent units. */
export function changeWithAge(
  sessions: readonly SessionReading[],
  ages: readonly number[],
  random: () => Random,
): AgeChange {
  const [first = 0, last = 0] = [ages[0], ages.at(-1)];
  const change = (at: (session: SessionReading, age: number) => boolean[]) => {
    const changes = sessions.flatMap((session) => {
      const [before, after] = [at(session, first), at(session, last)];
      return before.length === 0 || after.length === 0 ? [] : [shareOf(after) - shareOf(before)];
    });
    return changes.length === 0 ? null : inferMean(changes, { random: random() });
  };
  return { offProfile: change(forksAt), accuracy: change(tasksAt) };
}

function forksAt({ forks }: SessionReading, age: number): boolean[] {
  return forks
    .filter((fork) => fork.age === age)
    .map(isOffProfile)
    .filter((off) => off !== null);
}

function tasksAt({ tasks }: SessionReading, age: number): boolean[] {
  return tasks
    .filter((task) => task.age === age)
    .map(({ correct }) => correct)
    .filter((correct) => correct !== null);
}

/**
 * A share of replies that come in clusters: Wilson's interval at the number of independent replies that they are
 * worth, n / (1 + (m − 1)·c), m the replies a session and c their intraclass correlation. Where nothing varies c
 * is not known, and every session counts as one reply.
 */
function clusteredShare(clusters: readonly (readonly boolean[])[]): ShareAtAge | null {
  const filled = clusters.filter(({ length }) => length > 0);
  const all = filled.flat();
  if (all.length === 0) return null;
  const { correlation } = intraclassCorrelation(filled.map((replies) => replies.map(Number)));
  const size = all.length / filled.length;
  const worth = all.length / (1 + (size - 1) * (correlation ?? 1));
  const estimate = shareOf(all);
  // Whole numbers, as the interval wants them; rounded down, so that it is no narrower.
  const n = Math.max(1, Math.floor(worth));
  const { low, high } = wilson(Math.round(estimate * n), n, 0.95);
  const interval = { low: Math.min(low, estimate), high: Math.max(high, estimate) };
  return { estimate, interval, n: all.length };
}

function shareOf(replies: readonly boolean[]): number {
  return mean(replies.map(Number));
}
