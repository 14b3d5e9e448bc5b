import type { EvidenceDependence } from "../../core/index.ts";
import { normalCdf } from "../../math/index.ts";
import type { TurnOutcome } from "../../stats/index.ts";

const bins = 16;
/** Evidence beyond this many standard deviations of either mean counts as at the end. */
const reach = 2.5;

/**
 * What a turn's evidence can be, as a short list: N(±d/2, d), + where turned, cut into 16 stretches of equal width in
 * nats. Every turn counts as read, and a conversation's own bias is left out; d is the separation, and tells turned
 * from other turns with an AUROC of Φ(√(d/2)): 0.89 at the default 3, where 0.96 was measured on judged replies
 * (docs/validity.md), so less is expected of evidence than it gave there.
 */
export function evidenceOutcomes({ separation }: EvidenceDependence): readonly TurnOutcome[] {
  const deviation = Math.sqrt(separation);
  const end = separation / 2 + reach * deviation;
  const edges = Array.from({ length: bins + 1 }, (_, k) => {
    if (k === 0) return Number.NEGATIVE_INFINITY;
    return k === bins ? Number.POSITIVE_INFINITY : -end + (2 * end * k) / bins;
  });
  const below = (edge: number, mean: number) => {
    if (!Number.isFinite(edge)) return edge > 0 ? 1 : 0;
    return normalCdf((edge - mean) / deviation);
  };
  return edges.slice(1).map((edge, k) => {
    const between = (mean: number) => below(edge, mean) - below(edges[k] ?? edge, mean);
    return { before: between(-separation / 2), after: between(separation / 2) };
  });
}
