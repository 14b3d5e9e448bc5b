import { detector as oracle } from "./oracle-detector.mjs";

/** The oracle, with turns that end its thread or never end. */
export const detector = {
  ...oracle,
  id: "breaking",
  scoreTurn(turn) {
    if (turn.reply.includes("[[exit]]")) process.exit(3);
    if (turn.reply.includes("[[throw]]")) throw new Error("a detector's own fault");
    if (turn.reply.includes("[[hang]]")) return new Promise(() => setTimeout(() => undefined, 1e9));
    return oracle.scoreTurn(turn);
  },
};
