import { intraclassCorrelation } from "./intraclass-correlation.ts";

/** Evidence of one turn whose truth is known. */
export interface LabelledEvidence {
  /** Log-likelihood ratio by a map that was not learned on this turn, in nats; finite. */
  readonly nats: number;
  readonly turned: boolean;
  readonly conversation: string;
}

/** What {@link smoothBiased} has to know of evidence. */
export interface MeasuredDependence {
  /** Mean evidence of turned turns minus that of others, in nats; null where one kind is missing. */
  readonly separation: number | null;
  /** Within a conversation, each kind's mean taken out, in [0, 1]; null where nothing varies or nothing repeats. */
  readonly correlation: number | null;
  readonly conversations: number;
  readonly turns: number;
}

/**
 * How far evidence parts turned turns from others, and how much turns of one conversation share.
 *
 * Turns of one kind are enough for the correlation: unlabelled conversations that are known to be clean will do.
 * A correlation taken too large is the dangerous side (see docs/methods.md), so few conversations are better
 * left at a small default.
 *
 * @throws RangeError if there is no turn or evidence is not finite
 */
export function evidenceDependence(rows: readonly LabelledEvidence[]): MeasuredDependence {
  const means = new Map(
    [true, false].map((kind) => [kind, meanOf(rows.filter(({ turned }) => turned === kind))]),
  );
  const [high = null, low = null] = [means.get(true), means.get(false)];
  const conversations = new Map<string, number[]>();
  for (const { nats, turned, conversation } of rows) {
    const residual = nats - (means.get(turned) ?? 0);
    const known = conversations.get(conversation);
    if (known === undefined) conversations.set(conversation, [residual]);
    else known.push(residual);
  }
  const { correlation } = intraclassCorrelation([...conversations.values()]);
  return {
    separation: high === null || low === null ? null : high - low,
    correlation,
    conversations: conversations.size,
    turns: rows.length,
  };
}

function meanOf(rows: readonly LabelledEvidence[]): number | null {
  if (rows.length === 0) return null;
  return rows.reduce((sum, { nats }) => sum + nats, 0) / rows.length;
}
