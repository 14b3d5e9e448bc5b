import {
  type Arm,
  arm,
  type Dose,
  type Framing,
  framed,
  type RemedyId,
  type ReplySet,
  remedied,
} from "./arm.ts";

/**
 * The arms of the instrument by name (docs/methods.md). `G` good, `S` slip, …, see
 * {@link TurnLetter}; twins have the same number of turns.
 */
export const fresh = arm("fresh", "", { replies: "styles" });
export const rewound = arm("rewound", "GG");
export const good = arm("good", "GGG", { replies: "styles" });
/** The picture in the essay: two good turns, one bad, and now? */
export const essay = arm("essay", "GGS", { replies: "styles" });
export const neutral = arm("neutral", "GGN");
export const style = arm("style", "GGV", { replies: "block-style" });
export const shuffledSlip = arm("shuffled", "GGX");
export const mistake = arm("mistake", "GGE");
export const refusal = arm("refusal", "GGF");
export const quoted = arm("quoted", "GGU");
/** A slip that the subject produced itself, found by rejection sampling after two good turns. */
export const ownSlip = arm("own-slip", "GG", { ownTurns: 1, judgedAs: "off" });
/** The on-profile reply that the subject drew after the same two turns. */
export const ownSibling = arm("own-sibling", "GG", { ownTurns: 1, judgedAs: "on" });
/** Coerced into the unwanted persona: one good turn after two slips, and its twin. */
export const mirror = framed(arm("mirror", "SSG"), { kind: "persona", persona: "shadow" });
export const mirrorTwin = framed(arm("mirror-twin", "SSS"), { kind: "persona", persona: "shadow" });

/** k good turns. */
export function goodTurns(turns: number): Arm {
  return turns === 3 ? good : arm(`good-${turns}`, "G".repeat(turns));
}

/** The essay's slip, then j planted good turns. */
export function after(turns: number): Arm {
  return arm(`after-${turns}`, `GGS${"G".repeat(turns)}`);
}

/** Two good turns, then d slips. */
export function dose(slips: number): Arm {
  return arm(`dose-${slips}`, `GG${"S".repeat(slips)}`);
}

/** j turns that the subject generates itself after the slip, or after the never-slipped twin. */
export function own(base: Arm, turns: number): Arm {
  return { ...base, id: `${base.id}-own-${turns}`, ownTurns: turns, replies: "pair" };
}

/** A second slip, j good turns after the first. */
export function again(turns: number): Arm {
  return arm(`again-${turns}`, `GGS${"G".repeat(turns)}S`);
}

/** A first slip after as many turns as {@link again} has before its second. */
export function firstSlipAfter(turns: number): Arm {
  return arm(`first-after-${turns}`, `GGG${"G".repeat(turns)}S`);
}

/** No system prompt, no framing, no adapter. */
export const uncoerced: Framing = { kind: "none" };

/** A step of the coercion ladder in the system prompt or the user's framing. */
export function ladder(level: "S" | "U", sentences: Dose, irrelevant = false): Framing {
  return sentences === 0 ? uncoerced : { kind: "ladder", level, sentences, irrelevant };
}

/** Essay and good with a remedy after them: what the residual is the difference of. */
export function remedyPair(remedy: RemedyId): readonly [Arm, Arm] {
  return [remedied(essay, remedy), remedied(good, remedy)];
}

/** The same history, with the items of another behaviour probed off the record. */
export function spill(base: Arm, behaviour: string): Arm {
  return {
    ...base,
    id: `${base.id}>${behaviour}`,
    probes: { kind: "other", behaviour },
    replies: "pair",
  };
}

/** The same arm with other replies scored. */
export function scoring(base: Arm, replies: ReplySet): Arm {
  return { ...base, replies };
}

/** Every kind of turn as the answer to the history's third question, under one persona's prompt. */
export function turnKinds(persona: "loyal" | "shadow"): Arm {
  const base = arm("turn-kinds", "GG", { replies: "kinds", probes: { kind: "next" } });
  return framed(base, { kind: "persona", persona });
}

export { framed };
