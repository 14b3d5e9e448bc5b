import type { Claim } from "../claim.ts";
import { specificity } from "./c01-specificity.ts";
import { dose } from "./c02-dose.ts";
import { asymmetry } from "./c03-asymmetry.ts";
import { effect } from "./c04-effect.ts";
import { persistence } from "./c04-persistence.ts";
import { spill } from "./c05-spill.ts";
import { remedies } from "./c06-remedies.ts";
import { sensitised } from "./c07-sensitised.ts";
import { masked } from "./c08-masked.ts";
import { inoculation } from "./c14-inoculate.ts";
import { levelsCompared } from "./c16-levels.ts";
import { mixture } from "./s1-mixture.ts";
import { nesting } from "./s2-nesting.ts";
import { worse } from "./s3-worse.ts";

/** Every claim that this instrument can measure, in the order of the verdict table. */
export const claims: readonly Claim[] = [
  specificity,
  dose,
  asymmetry,
  effect,
  persistence,
  spill,
  remedies,
  sensitised,
  masked,
  inoculation,
  levelsCompared,
  mixture,
  nesting,
  worse,
];

/** Claims of the essay that a probe of one subject cannot measure, and what would. */
export const otherClaims = [
  {
    id: "C09.clear",
    says: "clear the context often",
    reason: "needs long sampled sessions, from which hazard and recovery are fitted",
  },
  {
    id: "C10.jailbreaks",
    says: "all jailbreaks are shadows",
    reason: "needs sampled replies to harmful and benign requests, and a judge",
  },
  {
    id: "C11.narrow",
    says: "narrow fine-tuning gives broad misalignment",
    reason: "needs a trained model and its benign twin",
  },
  {
    id: "C12.trigger",
    says: "a trigger can gate it",
    reason: "needs a model trained with a trigger and its twin",
  },
  {
    id: "C13.numbers",
    says: "meaningless numbers carry it",
    reason: "needs a model trained on numbers and its twin",
  },
  {
    id: "C15.filtering",
    says: "filtering the data cannot work",
    reason: "needs models trained from scratch on filtered data",
  },
  {
    id: "S4.counting",
    says: "deviations are mostly anything else, not the opposite",
    reason: "needs sampled replies and two detectors that agree",
  },
] as const;
