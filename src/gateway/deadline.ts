/** A limit in time. */
export interface Deadline {
  /** Resolves once the time is over; never after {@link clear}. */
  readonly late: Promise<void>;
  readonly isLate: boolean;
  clear(): void;
}

/** Waits beside the work, with the clock that was passed in. */
export function deadline(ms: number, after: (ms: number, run: () => void) => () => void): Deadline {
  let isLate = false;
  let clear: () => void = () => undefined;
  const late = new Promise<void>((resolve) => {
    clear = after(ms, () => {
      isLate = true;
      resolve();
    });
  });
  return {
    late,
    get isLate() {
      return isLate;
    },
    clear,
  };
}
