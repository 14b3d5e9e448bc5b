import type { Behaviour } from "../core/index.ts";
import type { Random } from "../math/index.ts";
import type { Inference } from "../stats/index.ts";
import type { Arm } from "./arm.ts";
import type { BlockValues, Readings } from "./readings.ts";
import type { ReadoutTerms } from "./readout.ts";
import type { Coercion } from "./subject.ts";

/** Every claim of the instrument; docs/methods.md. */
export const claimIds = [
  "C01.specificity",
  "C02.dose",
  "C03.asymmetry",
  "C04.effect",
  "C04.persistence",
  "C05.spill",
  "C06.remedies",
  "C07.sensitised",
  "C08.masked",
  "C14.inoculate",
  "C16.levels",
  "S1.mixture",
  "S2.nesting",
  "S3.worse",
] as const;
/** See {@link claimIds}. */
export type ClaimId = (typeof claimIds)[number];

/** What became of a claim. */
export type Verdict = "supported" | "refuted" | "inconclusive" | "undecided" | "not-measured";

/** What a claim is judged on. */
export interface ClaimInput {
  readonly behaviour: Behaviour;
  readonly coercion: Coercion;
  readonly readings: Readings;
  /** Readings of every behaviour of the run, this one included. */
  readonly all: readonly { readonly behaviour: Behaviour; readonly readings: Readings }[];
  /** How forks were read, which decides what numbers mean. */
  readonly readout: ReadoutTerms;
  /** Smallest effect of interest, in the readout's unit. */
  readonly delta: number;
  /** A generator that starts anew each time, so that no number depends on which others were made. */
  readonly random: () => Random;
}

/** A number shown beside the deciding one. */
export interface Beside {
  readonly label: string;
  readonly inference: Inference;
  /** Its unit where that is not the deciding number's. */
  readonly unit?: string;
}

/** A behaviour's share of the claim about behaviours in general. */
export interface Pooling {
  /** Block values whose mean is the number; the numerator where `over` is given. */
  readonly values: BlockValues;
  /** Denominator, block by block, where the number is a ratio of means. */
  readonly over: BlockValues | null;
  /** Must lie above 0 as well for the claim to be supported. */
  readonly alsoAbove: BlockValues | null;
  readonly control: { readonly label: string; readonly values: BlockValues | null };
  /** Arm at which the sentence says whether the preference crossed 0. */
  readonly crossing: string;
}

/** What a claim's evaluation found, before families are corrected and a verdict is given. */
export interface Finding {
  /** The deciding quantity, e.g. "e(essay)". */
  readonly quantity: string;
  readonly unit: string;
  /** `null` when it could not be estimated; `gate` then says why. */
  readonly inference: Inference | null;
  /** The claim is supported above this and refuted below it. */
  readonly threshold: number;
  /**
   * One-sided p-values for "above" and "below" the threshold where they are not simply the inference's:
   * a claim that needs two things to hold, or one of several.
   */
  readonly pSupported?: number;
  readonly pRefuted?: number;
  /** Why nothing can be decided: a manipulation check or a matching condition failed; else `null`. */
  readonly gate: string | null;
  /** The control that the sentence names. */
  readonly control: Beside | null;
  readonly beside: readonly Beside[];
  /** Arms behind the number, for counts. */
  readonly arms: readonly string[];
  /** Set by the claims that are also judged over behaviours in general. */
  readonly pooling?: Pooling;
  /** The sentence for a person, given the verdict. */
  sentence(verdict: Verdict): string;
}

/** One claim: what must be measured and how it is judged. */
export interface Claim {
  readonly id: ClaimId;
  /** The claim in the essay's words. */
  readonly says: string;
  /** Claims of one family are Holm-corrected together. */
  readonly family: "flip" | "stay" | "recover" | "theory";
  /** Why it can be read off log-probabilities only; left out where drawn replies serve as well. */
  readonly needsLikelihood?: string;
  /** Arms that must be run; the design is the union over the claims asked for. */
  arms(behaviour: Behaviour, others: readonly Behaviour[], coercion: Coercion): readonly Arm[];
  /** `null` when an arm it needs was not run, or no block has every score that it needs. */
  evaluate(input: ClaimInput): Finding | null;
}
