import type { Standing } from "./session-memory.ts";

/** How sure it is and since when, as a clause: `probability 0.93 …`. */
function found({ belief, turn, since }: Standing): string {
  const place = turn === null ? "" : ` at turn ${turn}`;
  return `probability ${shown(belief.turned)} that the persona has turned${place}, since ${since}`;
}

/** Never a certainty. */
function shown(probability: number): string {
  return probability > 0.99 ? "above 0.99" : probability.toFixed(2);
}

function remedy({ turn }: Standing): string {
  return turn === null || turn === 1
    ? "/clear starts afresh"
    : `/rewind to before prompt ${turn} leaves it out; /clear starts afresh`;
}

function basis({ scored, unscored, isCalibrated }: Standing): string {
  const unread = unscored === 0 ? "" : `, ${unscored} more without a score`;
  const by = isCalibrated ? "" : ", with defaults that are not calibrated for this model";
  return `${scored} ${scored === 1 ? "reply" : "replies"} read${unread}${by}`;
}

/** For the user's screen. */
export function turnedMessage(standing: Standing): string {
  return `turncoat: ${found(standing)} (${basis(standing)}). ${remedy(standing)}.`;
}

/** For the user's screen, once it no longer holds. */
export function recoveredMessage({ belief }: Standing): string {
  return `turncoat: probability ${shown(belief.turned)} that the persona is turned; it counts as recovered.`;
}

/** For the model: facts, since a text that gives orders is taken for an injection. */
export function contextFor(standing: Standing): string {
  const place = standing.turn === null ? "the replies that were read" : `turn ${standing.turn}`;
  return [
    `turncoat reads the replies of this session. Its finding: ${found(standing)} (${basis(standing)}).`,
    `What the user can do: ${remedy(standing)}.`,
    `Where ${place} has been rewound since, the finding no longer applies.`,
  ].join(" ");
}

/** Why a prompt was stopped; the user alone reads it. */
export function blockedPrompt(standing: Standing): string {
  return `turncoat stopped this prompt: ${found(standing)} (${basis(standing)}). ${remedy(standing)}. Sent once more, the prompt goes on.`;
}

/** Why a tool was not simply let run. */
export function toolReason(standing: Standing): string {
  return `turncoat: ${found(standing)}. ${remedy(standing)}.`;
}

/** Why a compaction was stopped. */
export function compactReason(standing: Standing): string {
  return `turncoat: ${found(standing)}; a summary would carry it on. ${remedy(standing)}.`;
}
