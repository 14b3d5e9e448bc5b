import { cancelled } from "./until-aborted.ts";

/** Places at a model that answers few requests at a time. */
export interface Places {
  /**
   * A place, once it is free; first come, first served. Resolves to what gives it back. `null` at once where
   * too many wait already.
   *
   * @throws TurncoatError `cancelled` (as a rejection) when the signal aborts before there is one
   */
  take(signal: AbortSignal): Promise<() => void> | null;
}

/** How many are answered, and may wait. */
export interface PlacesOptions {
  /** At least 1. */
  readonly lanes: number;
  readonly maxWaiting: number;
}

/** @throws RangeError if there is no lane: every request would wait for ever */
export function placesFor({ lanes, maxWaiting }: PlacesOptions): Places {
  if (!(lanes >= 1)) throw new RangeError(`a model needs at least one lane, not ${lanes}`);
  let free = lanes;
  const waiting = new Set<() => void>();
  const giveBack = () => {
    const [next] = waiting;
    if (next === undefined) free++;
    else next();
  };
  return {
    take(signal) {
      if (signal.aborted) return Promise.reject(cancelled());
      if (free > 0) {
        free--;
        return Promise.resolve(once(giveBack));
      }
      if (waiting.size >= maxWaiting) return null;
      return new Promise((resolve, reject) => {
        const leave = () => {
          waiting.delete(enter);
          reject(cancelled());
        };
        const enter = () => {
          waiting.delete(enter);
          signal.removeEventListener("abort", leave);
          resolve(once(giveBack));
        };
        waiting.add(enter);
        signal.addEventListener("abort", leave, { once: true });
      });
    },
  };
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
