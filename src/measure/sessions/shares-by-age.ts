import { mean, type Random } from "../../math/index.ts";
import { type Inference, inferMean } from "../../stats/index.ts";
import { clusteredShare, type ShareAtAge } from "./clustered-share.ts";
import { isOffProfile, type SessionReading } from "./session-reading.ts";

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

function shareOf(replies: readonly boolean[]): number {
  return mean(replies.map(Number));
}
