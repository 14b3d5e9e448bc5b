/** A limit in time. */
export interface Deadline {
  /** Aborts once the time is over; never after {@link clear}. */
  readonly late: AbortSignal;
  clear(): void;
}

/** Waits beside the work, with the clock that was passed in. */
export function deadline(
  ms: number,
  wait: (ms: number, signal: AbortSignal) => Promise<void>,
): Deadline {
  const late = new AbortController();
  const stopped = new AbortController();
  const abort = () => {
    if (!stopped.signal.aborted) late.abort();
  };
  wait(ms, stopped.signal).then(abort, abort);
  return { late: late.signal, clear: () => stopped.abort() };
}
