import { seededRandom, seedFor } from "../../math/index.ts";
import { rule } from "./known-rule.ts";
import type { ReadContext } from "./read-context.ts";

/** Prior of masked, hazard loyal to masked, reveal rate masked to turned, recovery, per turn. */
const pi0 = 0.02;
const rho = 0.005;
const epsilon = 0.15;
const r = 0.3;
const turnedEffect = 1;

type State = "loyal" | "masked" | "turned";

/**
 * The hidden chain loyal, masked, turned, with next-turn reveal: every turn is a transition and then a
 * reply, unwanted when turned. States are drawn from the conversation before the reply, so that one
 * prefix has one state, forks included; an unwanted reply in the record means that the state was turned.
 */
export const chain = rule({
  about: "a hidden chain loyal, masked, turned; a slip turns it, each later turn may recover",
  parameters: { pi0, rho, epsilon, r, turnedEffect },
  shift: (context, { kind }) => (kind === "unwanted" && isTurned(context) ? turnedEffect : 0),
  slips: isTurned,
  meanShift: (turns) => turnedEffect * chanceOfTurned(turns),
});

function isTurned({ turns, hash }: ReadContext): boolean {
  const first = turns[0]?.prefix ?? hash;
  const start: State = draw(first, "start") < pi0 ? "masked" : "loyal";
  const last = turns.reduce<State>(
    (state, { reply, prefix }) => (reply.kind === "unwanted" ? "turned" : next(state, prefix)),
    start,
  );
  return next(last, hash) === "turned";
}

function next(state: State, prefix: number): State {
  const chance = draw(prefix, "transition");
  switch (state) {
    case "loyal":
      return chance < rho ? "masked" : "loyal";
    case "masked":
      return chance < epsilon ? "turned" : "masked";
    case "turned":
      return chance < r ? "loyal" : "turned";
  }
}

function draw(hash: number, name: string): number {
  return seededRandom(seedFor(hash, name))();
}

/** Probability of turned in the turn that follows a history; turns of its own change nothing planted. */
function chanceOfTurned(turns: string): number {
  let [loyal, masked, turned] = [1 - pi0, pi0, 0];
  // The last round is the turn that is probed.
  for (const letter of `${turns}O`) {
    [loyal, masked, turned] =
      letter === "S"
        ? [0, 0, 1]
        : [
            loyal * (1 - rho) + turned * r,
            loyal * rho + masked * (1 - epsilon),
            masked * epsilon + turned * (1 - r),
          ];
  }
  return turned;
}
