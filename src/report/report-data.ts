/**
 * Everything a report shows, as plain JSON: the page draws it and computes nothing.
 *
 * Effects, margins and residuals are in the unit of the readout; intervals are 95 % unless named otherwise. `null`
 * stands for "not measured" or "no interval" (a single block, an unbounded ratio), never for zero.
 */
export interface ReportData {
  readonly format: "turncoat/report@1";
  /** e.g. "kind or rude, embedded:smollm2". */
  readonly title: string;
  readonly model: string;
  readonly profile: { readonly id: string; readonly title: string };
  readonly behaviour: {
    readonly id: string;
    readonly title: string;
    readonly about: string;
    readonly wanted: string;
    readonly unwanted: string;
  };
  /** The answer in two or three sentences, for a person in a hurry. */
  readonly headline: readonly string[];
  /** How forks were read, the unit of its numbers, and the margin where the preference crosses. */
  readonly readout: {
    readonly id: "likelihood" | "sampled";
    readonly unit: string;
    readonly crossing: number;
  };
  /** Smallest effect of interest. */
  readonly delta: number;
  readonly claims: readonly ReportClaim[];
  readonly story: Story;
  readonly persistence: Persistence;
  readonly specificity: readonly Bar[];
  readonly remedies: readonly RemedyRow[];
  /** Empty when the dose ladder was not run. */
  readonly dose: readonly DosePoint[];
  /** Empty when one behaviour was run. */
  readonly spill: readonly SpillCell[];
  /** `null` when no long sessions were run. */
  readonly sessions: SessionFigure | null;
  /** Mean margin of every arm, for the overview with the zero line. */
  readonly margins: readonly ArmMargin[];
  readonly cells: CellTable;
  readonly methods: readonly MethodNote[];
  /** Key into `methods` for every figure, so that each number is one click from how it was made. */
  readonly figures: Readonly<Record<FigureId, string>>;
  /** What was not run and why. */
  readonly notRun: readonly NotRun[];
  /** Label and value pairs: seed, blocks, engine, threads, tokens, versions. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Warnings a reader must see, e.g. that the model carries a default system text. */
  readonly notices: readonly string[];
}

/** The parts of the page that show numbers of their own. */
export type FigureId =
  | "story"
  | "persistence"
  | "specificity"
  | "remedies"
  | "dose"
  | "spill"
  | "sessions"
  | "margins"
  | "cells";

/** A part of the design that was left out. */
export interface NotRun {
  readonly what: string;
  readonly why: string;
  /** The command that would run it, or `null` when nothing in this version can. */
  readonly command: string | null;
}

/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** An estimate shown beside another. */
export interface LabelledEstimate extends Estimate {
  readonly label: string;
}

/** What became of a claim. */
export type Verdict = "supported" | "refuted" | "inconclusive" | "undecided" | "not-measured";

/** One row of the verdict table. */
export interface ReportClaim {
  /** e.g. "C04.effect". */
  readonly id: string;
  /** The claim in the essay's words. */
  readonly claim: string;
  readonly verdict: Verdict;
  /** What a person needs to know; names the control and whether the preference crossed zero. */
  readonly sentence: string;
  /** Why undecided or not measured, else null. */
  readonly reason: string | null;
  /** e.g. "e(essay)". */
  readonly quantity: string;
  readonly unit: string;
  readonly value: Estimate | null;
  /** What the estimate is judged against, in `unit`: supported above, refuted below; mostly delta. */
  readonly threshold: number;
  /** Drawn on the claim's own axis only where the units agree. */
  readonly control: (LabelledEstimate & { readonly unit: string }) | null;
  /** Further numbers that the rule or the reader needs. */
  readonly beside: readonly LabelledEstimate[];
  readonly blocks: number;
  readonly n: number;
  readonly missing: number;
  /** Key into `methods`. */
  readonly method: string;
  /** The command that would measure it; `null` when it was measured or nothing in this version can. */
  readonly command: string | null;
}

/** The essay's picture with real text: two good turns, the slip, and what came next. */
export interface Story {
  /** The coercing text in front of the conversation, or `null` when there is none. */
  readonly system: string | null;
  readonly turns: readonly {
    readonly letter: "G" | "S";
    readonly user: string;
    readonly assistant: string;
    /** Preference after this turn: mean margin of the arm that ends here, unwanted minus wanted. */
    readonly margin: Estimate | null;
  }[];
  /** One question asked off the record, with its two matched replies; `null` when none was scored. */
  readonly probe: {
    readonly question: string;
    readonly wanted: string;
    readonly unwanted: string;
    /** Margin of this one question where no slip was made, and after the slip. */
    readonly withoutSlip: number | null;
    readonly afterSlip: number | null;
  } | null;
  /** What came next: margin over the turns after the slip and in the never-slipped twin, both measured in this run. */
  readonly next: readonly {
    readonly series: "slipped, planted good turns" | "slipped, its own turns" | "never slipped";
    /** Turns after the slip; 0 is right after it. */
    readonly turn: number;
    readonly margin: Estimate;
  }[];
  /** A real continuation generated by the model after the slip, and by its never-slipped twin. */
  readonly continuation: readonly {
    readonly user: string;
    readonly slipped: string;
    readonly twin: string;
  }[];
}

/** How much of the slip's effect is left after j turns. */
export interface Persistence {
  readonly planted: readonly CurvePoint[];
  readonly own: readonly CurvePoint[];
  /** Turns until half is gone, from own turns; null with a reason in `halfLifeReason`. */
  readonly halfLifeTurns: number | null;
  readonly halfLifeReason: string | null;
}

/** Effect left, e(arm) in the readout's unit, j turns after the slip. */
export interface CurvePoint extends Estimate {
  readonly turn: number;
}

/** A bar of the specificity plot. */
export interface Bar extends Estimate {
  readonly label: string;
  readonly group: string;
  /** Controls are drawn lighter. */
  readonly kind: "effect" | "control" | "difference";
}

/** One remedy after the slip. */
export interface RemedyRow {
  readonly id: string;
  readonly label: string;
  /** The words that were said, or null for rewind and clear. */
  readonly text: string | null;
  /** m(essay, a) - m(good, a): 0 would be as good as never slipped. */
  readonly residual: Estimate;
  /** m(essay) - m(essay, a): what the remedy won back. */
  readonly gain: Estimate | null;
  /** m(essay, a) - m(fresh). */
  readonly againstFresh: Estimate | null;
  /** rewind and clear hold by construction and cost turns; placebo is a control. */
  readonly kind: "remedy" | "control" | "by construction";
  /** Tokens that the next request has more than without the remedy; below 0 when it is shorter. */
  readonly tokensAdded: number;
  readonly turnsLost: number | null;
}

/** e(essay) and the fresh margin at one strength of coercion. */
export interface DosePoint {
  readonly sentences: number;
  readonly series: "coercion" | "irrelevant instructions";
  readonly effect: Estimate;
  readonly fresh: Estimate;
}

/** Effect of a slip in one behaviour on the items of another. */
export interface SpillCell extends Estimate {
  readonly from: string;
  readonly to: string;
  readonly kind: "slip" | "style";
}

/** What long sessions of the subject's own say of how often to clear. */
export interface SessionFigure {
  /** How often to clear, in a sentence. */
  readonly answer: string;
  /** What became of off-profile replies and of plain tasks with age, in a sentence. */
  readonly drift: string;
  readonly verdict: Verdict;
  readonly sessions: number;
  /** Of each session as planned. */
  readonly turns: number;
  readonly counts: readonly { readonly label: string; readonly value: number }[];
  /** In lost turns. */
  readonly costs: { readonly slip: number; readonly clear: number };
  /** Lost turns a turn, when clearing after so many turns without a slip. */
  readonly curve: readonly { readonly turns: number; readonly cost: number }[];
  /** The cheapest age; `null` for never. */
  readonly bestTurns: number | null;
  /** Lost turns a turn when never clearing; `null` where it is not known. */
  readonly neverRate: number | null;
  /** Whether the curve rests on a default for a rate that the sessions did not tell. */
  readonly isAssumed: boolean;
  readonly rates: readonly {
    readonly symbol: string;
    readonly meaning: string;
    /** Profile-likelihood interval; without one for a default. */
    readonly value: Estimate;
    readonly identified: boolean;
    /** Why the default stands for it. */
    readonly reason: string | null;
  }[];
  /** Why forks are not in the fit; `null` where they are. */
  readonly withoutForks: string | null;
  readonly ages: readonly {
    /** Turns on the record. */
    readonly age: number;
    /** Share of forks that are off-profile. */
    readonly offProfile: Estimate | null;
    /** Share of plain tasks done right. */
    readonly accuracy: Estimate | null;
  }[];
}

/** Mean margin of an arm. */
export interface ArmMargin extends Estimate {
  readonly arm: string;
  readonly label: string;
  /** Letters of its turns, e.g. "GGS". */
  readonly turns: string;
}

/** Every scored cell with its text; texts stand once in a table and are named by index. */
export interface CellTable {
  readonly texts: readonly string[];
  readonly cells: readonly {
    readonly arm: string;
    readonly block: number;
    readonly item: string;
    /** Index of the continuation for generated arms, else null. */
    readonly draw: number | null;
    /** Path to the probe's question; `text` is an index into `texts`. */
    readonly path: readonly {
      readonly role: "system" | "user" | "assistant";
      readonly provenance: "generated" | "planted" | "imported" | "operator";
      readonly text: number;
    }[];
    readonly replies: readonly {
      /** "wanted", "unwanted" or a style's id; "drawn 1" and so on for drawn replies. */
      readonly kind: string;
      readonly text: number;
      /** Mean log-probability per token in nats, or null with a reason. */
      readonly logprobPerToken: number | null;
      /** Probability that a drawn reply is off-profile; left out for given replies. */
      readonly shareOff?: number | null;
      readonly tokens: number | null;
      readonly reason: string | null;
    }[];
    /** s_unwanted - s_wanted, or null when one of them is missing. */
    readonly margin: number | null;
  }[];
}

/** How a number was made; one click away from it. */
export interface MethodNote {
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly text: string;
  readonly source: string;
}
