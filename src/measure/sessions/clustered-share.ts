import { mean } from "../../math/index.ts";
import { type Interval, intraclassCorrelation, wilson } from "../../stats/index.ts";

/** A share of replies at one age of the context. */
export interface ShareAtAge {
  readonly estimate: number;
  /** 95 %. */
  readonly interval: Interval;
  /** Replies that could be read. */
  readonly n: number;
}

/**
 * A share of replies that come in clusters: Wilson's interval at the number of independent replies that they are
 * worth, n / (1 + (m − 1)·c), m the replies a session and c their intraclass correlation. Where nothing varies c
 * is not known, and every session counts as one reply.
 */
export function clusteredShare(clusters: readonly (readonly boolean[])[]): ShareAtAge | null {
  const filled = clusters.filter(({ length }) => length > 0);
  const all = filled.flat();
  if (all.length === 0) return null;
  const { correlation } = intraclassCorrelation(filled.map((replies) => replies.map(Number)));
  const size = all.length / filled.length;
  const worth = all.length / (1 + (size - 1) * (correlation ?? 1));
  const estimate = mean(all.map(Number));
  // Whole numbers, as the interval wants them; rounded down, so that it is no narrower.
  const n = Math.max(1, Math.floor(worth));
  const { low, high } = wilson(Math.round(estimate * n), n, 0.95);
  const interval = { low: Math.min(low, estimate), high: Math.max(high, estimate) };
  return { estimate, interval, n: all.length };
}
