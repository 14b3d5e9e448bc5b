import type { GenAiSpan } from "./span-call.ts";

/** Most calls whose events are waited for at a time. */
const maxPending = 10_000;

/**
 * Log records hold one message each: those of one span are put together. Gives out the oldest when more
 * than `limit` spans wait for theirs; a record that comes later is a call of its own.
 */
export function pendingLogs(limit = maxPending) {
  const pending = new Map<string, GenAiSpan>();
  return {
    /** Takes a record; gives the call that had to be given out, or that can wait for nothing. */
    add(log: GenAiSpan): GenAiSpan | null {
      const { traceId, spanId } = log;
      if (traceId === null || spanId === null) return log;
      const key = `${traceId} ${spanId}`;
      const known = pending.get(key);
      pending.set(key, known === undefined ? log : merged(known, log));
      const [oldest] = pending;
      if (pending.size <= limit || oldest === undefined) return null;
      pending.delete(oldest[0]);
      return oldest[1];
    },
    rest: (): readonly GenAiSpan[] => [...pending.values()],
  };
}

function merged(known: GenAiSpan, log: GenAiSpan): GenAiSpan {
  return {
    ...known,
    end: log.end ?? known.end,
    attributes: { ...known.attributes, ...log.attributes },
    events: [...known.events, ...log.events],
  };
}
