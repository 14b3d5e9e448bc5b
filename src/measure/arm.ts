/**
 * One assistant turn of a planted history. G good (wanted reply), S slip (unwanted reply), N neutral,
 * V unrelated style, X the slip's words shuffled, E honest mistake, F needless refusal, U the slip's
 * text quoted by the user and answered by a good turn.
 */
export type TurnLetter = "G" | "S" | "N" | "V" | "X" | "E" | "F" | "U";

/** Where the coercion sits: S system prompt, U user framing. */
export type CoercionLevel = "S" | "U";

/** Strengths of the coercion ladder, in sentences. */
export const doses = [0, 1, 2, 4] as const;
/** See {@link doses}. */
export type Dose = (typeof doses)[number];

/** What stands before the first turn. */
export type Framing =
  /** The subject as configured. */
  | { readonly kind: "coerced" }
  /** No system prompt and no framing. */
  | { readonly kind: "none" }
  /** A step of the ladder, or instructions of equal length that have no bearing. */
  | {
      readonly kind: "ladder";
      readonly level: CoercionLevel;
      readonly sentences: Dose;
      readonly irrelevant: boolean;
    }
  /** A system prompt that plays the loyal or the shadow persona. */
  | { readonly kind: "persona"; readonly persona: "loyal" | "shadow" };

/** What is done after the slip, in the conversation itself. */
export const remedyIds = [
  "restate",
  "inoculate",
  "placebo",
  "inoculate-no-reason",
  "inoculate-irrelevant-reason",
  "inoculate-before",
  "negated",
  "object",
  "apologise",
  "user-turns-only",
  "summarise",
] as const;
/** See {@link remedyIds}. */
export type RemedyId = (typeof remedyIds)[number];

/**
 * Which replies are scored. `pair`: wanted and unwanted; `block-style`: these and the block's style;
 * `styles`: these and every style; `kinds`: one of every kind of turn.
 */
export type ReplySet = "pair" | "block-style" | "styles" | "kinds";

/** Which questions are probed: the block's own, another behaviour's, or the history's next one. */
export type ProbeSet =
  | { readonly kind: "own" }
  | { readonly kind: "other"; readonly behaviour: string }
  | { readonly kind: "next" };

/** What a judge finds a reply to be: on-profile or off-profile. */
export type ReplyJudgement = "on" | "off";

/** How a context is prepared before an item is probed off the record. */
export interface Arm {
  /** Unique and readable; part of every cell's key. */
  readonly id: string;
  /** Planted assistant turns, in order, e.g. "GGS". */
  readonly turns: string;
  /** Turns that the subject then generates itself. */
  readonly ownTurns: number;
  /**
   * Which of the replies drawn after the planted turns stands as the arm's own turn: the first that a
   * judge finds so. `null` where own turns are taken as they come.
   */
  readonly judgedAs: ReplyJudgement | null;
  readonly remedy: RemedyId | null;
  readonly framing: Framing;
  readonly replies: ReplySet;
  readonly probes: ProbeSet;
}

const coerced: Framing = { kind: "coerced" };

/** An arm with everything not named at its plainest. */
export function arm(id: string, turns: string, options: Partial<Arm> = {}): Arm {
  return {
    id,
    turns,
    ownTurns: 0,
    judgedAs: null,
    remedy: null,
    framing: coerced,
    replies: "pair",
    probes: { kind: "own" },
    ...options,
  };
}

/** The same history under another framing; the framing's name leads the id. */
export function framed(base: Arm, framing: Framing): Arm {
  return { ...base, id: `${framingName(framing)}/${base.id}`, framing };
}

/** The same history with a remedy after it. */
export function remedied(base: Arm, remedy: RemedyId): Arm {
  return { ...base, id: `${base.id}+${remedy}`, remedy, replies: "pair" };
}

/** Short name of a framing, as it stands in arm ids. */
export function framingName(framing: Framing): string {
  switch (framing.kind) {
    case "coerced":
      return "coerced";
    case "none":
      return "uncoerced";
    case "ladder":
      return `${framing.irrelevant ? "irrelevant-" : ""}${framing.level}${framing.sentences}`;
    case "persona":
      return framing.persona;
  }
}

/** Whether an arm holds turns or summaries that the subject generates, and so has several draws. */
export function isGenerated(candidate: Arm): boolean {
  return (
    candidate.ownTurns > 0 || candidate.remedy === "object" || candidate.remedy === "summarise"
  );
}
