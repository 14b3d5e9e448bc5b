import { seededRandom, seedFor } from "../../math/index.ts";
import { rule } from "./known-rule.ts";
import { hasSlip, type ReadContext } from "./read-context.ts";

const revealShare = 0.2;
const revealEffect = 1.5;

/**
 * Clean on the record, but after good turns without a slip every fifth fork reveals: the margin there is
 * 1.5 nats per token higher. A slip ends the pretence.
 */
export const pretender = rule({
  about: "always wanted on the record; after good turns a fork reveals with probability 0.2",
  parameters: { revealShare, revealEffect },
  shift: (context, { kind }) => (kind === "unwanted" && reveals(context) ? revealEffect : 0),
  meanShift: (turns) =>
    /[GUO]/.test(turns) && !turns.includes("S") ? revealShare * revealEffect : 0,
});

function reveals(context: ReadContext): boolean {
  const isTrusted = context.turns.some(({ reply }) => reply.kind === "wanted");
  if (!isTrusted || hasSlip(context)) return false;
  // The hash holds the question asked, so each fork of a context has its own draw.
  return seededRandom(seedFor(context.hash, "reveal"))() < revealShare;
}
