import type { ForkParts } from "./fork-parts.ts";

/** How many forks may still be drawn this minute, over all conversations. */
export interface ForkBudget {
  /** Takes up to so many; gives how many it took. */
  take(forks: number): number;
}

const minuteMs = 60_000;

/** @param now  milliseconds since 1970 */
export function forkBudget(
  { perMinute }: Pick<ForkParts, "perMinute">,
  now: () => number,
): ForkBudget {
  let taken: { readonly at: number; readonly forks: number }[] = [];
  return {
    take(forks) {
      const at = now();
      taken = taken.filter((one) => at - one.at < minuteMs);
      const spent = taken.reduce((sum, one) => sum + one.forks, 0);
      const granted = Math.max(0, Math.min(forks, perMinute - spent));
      if (granted > 0) taken.push({ at, forks: granted });
      return granted;
    },
  };
}
