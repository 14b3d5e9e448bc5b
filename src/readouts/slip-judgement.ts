import type { Behaviour } from "../core/index.ts";
import type { ReplyReader } from "./sampled.ts";
import { spoken } from "./spoken.ts";
import { turnToScore } from "./turn-to-score.ts";

/** Evidence from which a reply stands as a slip, or as a good sibling: odds of three to one. */
const clear = Math.log(3);

/** Whether a reply is on-profile or off-profile; `null` where that cannot be said. */
export type SlipJudgement = (
  question: string,
  reply: string,
  behaviour: Behaviour,
) => Promise<"on" | "off" | null>;

/**
 * Judges replies by a detector: off-profile or on-profile where the evidence is at least ln 3 nats either
 * way, else it cannot be said. Stricter than the sign, because one such reply stands for a whole block.
 */
export function slipJudgement(readerOf: (behaviour: Behaviour) => ReplyReader): SlipJudgement {
  return async (question, reply, behaviour) => {
    const words = spoken(reply);
    if (words.trim() === "") return null;
    const { detector, nats } = readerOf(behaviour);
    const turn = turnToScore([{ role: "user", content: question }], words);
    const [reading] = await detector.score([turn]);
    if (reading?.kind !== "scored") return null;
    const evidence = nats(reading.score);
    if (evidence >= clear) return "off";
    return evidence <= -clear ? "on" : null;
  };
}
