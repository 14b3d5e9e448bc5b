/** What of a session bears on its chain: a conversation that the model led itself, and what its forks showed. */
export interface SessionRecord {
  /** Evidence of each turn, turned against not, in nats; null where a turn was not read. */
  readonly turns: readonly (number | null)[];
  /** Replies drawn off the record and read the same way. */
  readonly forks: readonly SessionFork[];
}

/** A reply drawn off the record. */
export interface SessionFork {
  /** Turns on the record before it, 0 to all of them. */
  readonly age: number;
  /** Evidence in nats. */
  readonly nats: number;
}

/** Sessions laid out for many passes; equal ones once, with how many there are. */
export interface PreparedSessions {
  readonly distinct: readonly PreparedSession[];
  readonly sessions: number;
  readonly turns: number;
  readonly forks: number;
}

/** One session of {@link PreparedSessions}. */
export interface PreparedSession {
  readonly count: number;
  /** Likelihood of *turned* relative to the other states, one a turn; 1 where it was not read. */
  readonly ratios: Float64Array;
  /** Ratios of the forks at ages 0 … n, none where none was drawn. */
  readonly forks: readonly (readonly number[])[];
}

/** Evidence beyond this counts as this, so that no product leaves the range of a double. */
const mostNats = 30;

/**
 * @throws RangeError if evidence is not finite, or a fork's age is not one of its session
 */
export function prepareSessions(records: readonly SessionRecord[]): PreparedSessions {
  const groups = new Map<string, { record: SessionRecord; count: number }>();
  for (const record of records) {
    requireRecord(record);
    const key = JSON.stringify([record.turns, record.forks]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { record, count: 1 });
    else known.count++;
  }
  return {
    distinct: [...groups.values()].map(({ record, count }) => ({ count, ...laidOut(record) })),
    sessions: records.length,
    turns: records.reduce((sum, { turns }) => sum + turns.length, 0),
    forks: records.reduce((sum, { forks }) => sum + forks.length, 0),
  };
}

function laidOut({ turns, forks }: SessionRecord): Omit<PreparedSession, "count"> {
  return {
    ratios: Float64Array.from(turns, (nats) => (nats === null ? 1 : ratio(nats))),
    forks: Array.from({ length: turns.length + 1 }, (_, age) =>
      forks.filter((fork) => fork.age === age).map(({ nats }) => ratio(nats)),
    ),
  };
}

function ratio(nats: number): number {
  return Math.exp(Math.min(mostNats, Math.max(-mostNats, nats)));
}

function requireRecord({ turns, forks }: SessionRecord): void {
  for (const nats of [...turns, ...forks.map((fork) => fork.nats)]) {
    if (nats !== null && !Number.isFinite(nats)) {
      throw new RangeError(`evidence must be finite or null, not ${nats}`);
    }
  }
  for (const { age } of forks) {
    if (!Number.isInteger(age) || age < 0 || age > turns.length) {
      throw new RangeError(`a fork's age must lie in 0 … ${turns.length}, not ${age}`);
    }
  }
}
