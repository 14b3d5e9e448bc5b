import type { Settlings } from "./exchange.ts";

/** Requests on their way, and what is still to be done for those that have left. */
export interface RunningWork extends Settlings {
  /** Requests that have not ended. */
  readonly requests: number;
  begin(): void;
  end(): void;
  /** Work that no client waits for; never rejects. */
  later(work: Promise<void>): void;
  /** Resolves once nothing is left. */
  done(): Promise<void>;
}

/** Nothing is running. */
export function runningWork(): RunningWork {
  let requests = 0;
  const work = new Set<Promise<void>>();
  const settlings = new Map<string, Promise<void>>();
  let waiting: (() => void)[] = [];
  const tell = () => {
    if (requests > 0 || work.size > 0) return;
    const told = waiting;
    waiting = [];
    for (const resolve of told) resolve();
  };
  return {
    get requests() {
      return requests;
    },
    begin: () => {
      requests += 1;
    },
    end: () => {
      requests -= 1;
      tell();
    },
    later: (promise) => {
      work.add(promise);
      void promise.then(() => {
        work.delete(promise);
        tell();
      });
    },
    of: async (key) => settlings.get(key),
    add: (key, promise) => {
      const settled = promise.catch(() => undefined);
      settlings.set(key, settled);
      void settled.then(() => {
        if (settlings.get(key) === settled) settlings.delete(key);
      });
    },
    done: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        tell();
      }),
  };
}
