/** A limit in time. */
export interface Deadline {
  /** Resolves once the time is over; never after {@link clear}. */
  readonly late: Promise<void>;
  readonly isLate: boolean;
  clear(): void;
}

/** A reason of our own: making the usual one, with its stack, costs more than all else here. */
const cleared = "cleared";

/** Waits beside the work, with the clock that was passed in. */
export function deadline(
  ms: number,
  wait: (ms: number, signal: AbortSignal) => Promise<void>,
): Deadline {
  const stopped = new AbortController();
  let isLate = false;
  const late = new Promise<void>((resolve) => {
    const end = () => {
      if (stopped.signal.aborted) return;
      isLate = true;
      resolve();
    };
    wait(ms, stopped.signal).then(end, end);
  });
  return {
    late,
    get isLate() {
      return isLate;
    },
    clear: () => stopped.abort(cleared),
  };
}
