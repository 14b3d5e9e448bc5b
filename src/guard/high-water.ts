import type { ConversationView } from "./conversation-view.ts";
import type { GuardBelief } from "./guard.ts";
import type { HighWaterRule } from "./guard-parts.ts";
import type { AuditedTurn } from "./log-state.ts";

/** What a client left out that had spoken for a flip. */
export interface HighWater {
  /** Highest P(turned) that was audited from the missing turn on, in [0, 1]. */
  readonly turned: number;
  /** Turns that left through us and are not in this request. */
  readonly missing: number;
  /** Whether something has been done about it since. */
  readonly isActedOn: boolean;
}

/** P(turned) from which an audited turn is one that must not be forgotten. */
const remembersFrom = 0.5;

/**
 * The high-water mark of a conversation, against clients that leave out or forge turns. It stands while the
 * latest turn that left through us, spoke for a flip and was believed to be turned is missing from the request,
 * no stretch was left out by us since, and fewer than `releaseAfterTurns` turns that speak against a flip left
 * through us after it.
 *
 * Holds for conversations that the client names: without a name, other beginnings are other conversations.
 *
 * @returns `null` where nothing is held
 */
export function highWaterOf(
  { conversation, sent, state }: ConversationView,
  rule: HighWaterRule | null,
): HighWater | null {
  if (rule === null || conversation.session === null) return null;
  const { audited } = state;
  const from = audited.findLastIndex(isOffProfile);
  const last = audited[from];
  if (last === undefined || last.isAnswered) return null;
  const links = new Set(sent.map(({ link }) => link));
  if (links.has(last.entry.turn)) return null;
  const since = audited.slice(from);
  const good = since.filter(({ entry }) => natsOf(entry) < 0).length;
  if (good >= rule.releaseAfterTurns) return null;
  const { at } = last.entry;
  return {
    turned: Math.max(...since.map(({ entry }) => entry.belief?.turned ?? 0)),
    missing: audited.filter(({ entry }) => !links.has(entry.turn)).length,
    isActedOn: state.acted.some((acted) => acted.edits.length > 0 && acted.at >= at),
  };
}

/**
 * The belief, no lower than the mark; what it takes is taken from the other states in proportion. Without a belief
 * of its own (everything was left out) the mark is all there is.
 */
export function heldBelief(
  belief: GuardBelief | null,
  { turned }: HighWater,
  unread: Pick<GuardBelief, "unscored" | "isCalibrated">,
): GuardBelief {
  if (belief === null) {
    const alone = { loyal: 1 - turned, masked: 0, turned };
    return { belief: alone, flipProbability: turned, flipAt: null, scored: 0, ...unread };
  }
  if (belief.belief.turned >= turned) return belief;
  const { loyal, masked } = belief.belief;
  const rest = (1 - turned) / (loyal + masked);
  return {
    ...belief,
    belief: { loyal: loyal * rest, masked: masked * rest, turned },
    flipProbability: Math.max(belief.flipProbability, turned),
  };
}

function isOffProfile({ entry }: AuditedTurn): boolean {
  return natsOf(entry) > 0 && (entry.belief?.turned ?? 0) >= remembersFrom;
}

function natsOf({ evidence }: AuditedTurn["entry"]): number {
  return evidence.kind === "evidence" ? evidence.nats : 0;
}
