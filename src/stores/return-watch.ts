import { TurncoatError } from "../core/index.ts";

/** What a {@link returnWatch} watches. */
export interface ReturnWatchOptions {
  /** Whether it is there; a sentence with the reason where it is not. */
  check(): Promise<string | null>;
  /** Done when it has returned, and whenever `work` is called; a failure means that it is gone again. */
  onReturn(): Promise<void>;
  onDown(reason: string): void;
  onUp(): void;
  /** First wait before it is asked again; doubles up to 16 times itself. */
  readonly retryMs: number;
}

/** Whether something that may be down is there. */
export interface ReturnWatch {
  /** Why it is taken to be down; `null` while it is not. */
  readonly down: string | null;
  /** Tries something that needs it; `null` where it turned out to be down. Other errors pass. */
  attempt<T>(work: () => Promise<T>): Promise<T | null>;
  /** Starts `onReturn` unless it runs already. */
  work(): void;
  /** Ends `onReturn` where it may stop. @throws TurncoatError `cancelled` once it is closed */
  stopIfClosed(): void;
  /** Resolves when nothing runs any more. */
  close(): Promise<void>;
}

const mostDoublings = 4;

/** Asks what is down again and again, less and less often, until it is back. */
export function returnWatch(options: ReturnWatchOptions): ReturnWatch {
  let down: string | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let running: Promise<void> | null = null;

  const failed = (error: unknown) => {
    if (isClosed || down !== null) return;
    down = reasonIn(error);
    options.onDown(down);
    retryLater();
  };
  const retryLater = () => {
    const waitMs = options.retryMs * 2 ** Math.min(tries, mostDoublings);
    tries += 1;
    timer = setTimeout(start, waitMs, askAgain);
    // What waits in the spool waits for the next start as well.
    timer.unref();
  };
  const askAgain = async () => {
    if ((await options.check()) !== null) {
      if (!isClosed) retryLater();
      return;
    }
    down = null;
    tries = 0;
    options.onUp();
    await doWork();
  };
  const doWork = async () => {
    try {
      await options.onReturn();
    } catch (error) {
      failed(error);
    }
  };
  const start = (work: () => Promise<void>) => {
    if (isClosed) return;
    running ??= work().finally(() => {
      running = null;
    });
  };

  return {
    get down() {
      return down;
    },
    async attempt(work) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof TurncoatError)) throw error;
        failed(error);
        return null;
      }
    },
    work: () => start(doWork),
    stopIfClosed() {
      if (isClosed) throw new TurncoatError("the log is closed", { kind: "cancelled" });
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}

function reasonIn(error: unknown): string {
  if (!(error instanceof TurncoatError)) return String(error);
  return error.failure.kind === "store" ? error.failure.reason : error.message;
}
