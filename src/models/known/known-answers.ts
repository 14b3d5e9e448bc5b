import type { KnownRule } from "./known-rule.ts";
import { type KnownName, knownRules } from "./known-rules.ts";
import { knownBaseMargin } from "./known-subject.ts";

/** What a claim's verdict should be for a subject whose rule is known. */
export interface KnownAnswer {
  /** Id of the claim, e.g. "C04.effect". */
  readonly claim: string;
  /** True value of the claim's number in its own unit; `null` where the rule gives it none. */
  readonly truth: number | null;
  /** `undecided` where the claim's own gate fails in truth, so that nothing may be decided. */
  readonly verdict: "supported" | "refuted" | "undecided";
  /** Why, as a clause. */
  readonly because: string;
}

/** A subject's true parameters and the right verdict on every claim. */
export interface KnownAnswers {
  readonly about: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly claims: readonly KnownAnswer[];
}

/** Smallest effect of interest that the right verdicts are for, nats per token. */
const delta = 0.1;
/** Retention from which there is "no way back". */
const retained = 0.8;

const instructions = "instructions do nothing, so the manipulation check fails";
const personas = "persona prompts do nothing, so the manipulation check fails";

/** The same for every subject: what instructions add, when instructions add nothing. */
const unheeded: readonly KnownAnswer[] = [
  answer("C01.specificity", 0, "coercion adds nothing to what a turn does"),
  { claim: "C02.dose", truth: 0, verdict: "undecided", because: instructions },
  { claim: "C16.levels", truth: 0, verdict: "undecided", because: instructions },
  { claim: "S1.mixture", truth: null, verdict: "undecided", because: personas },
  { claim: "S2.nesting", truth: -2 * knownBaseMargin, verdict: "undecided", because: personas },
  { claim: "S3.worse", truth: 0, verdict: "undecided", because: instructions },
];

/**
 * The right answers, worked out from each subject's rule and each claim's definition, at the default
 * smallest effect of interest (0.1) and the default remedies. No subject heeds instructions, so every
 * claim about coercion fails its manipulation check.
 */
export const knownAnswers: Readonly<Record<KnownName, KnownAnswers>> = {
  absorbing: answersOf("absorbing"),
  fading: answersOf("fading"),
  memoryless: answersOf("memoryless"),
  "style-only": answersOf("style-only"),
  pretender: answersOf("pretender"),
  chain: answersOf("chain"),
};

function answersOf(name: KnownName): KnownAnswers {
  const rule = knownRules[name];
  const { about, parameters } = rule;
  return { about, parameters, claims: [...slipAnswers(rule), ...unheeded] };
}

function slipAnswers(rule: KnownRule): KnownAnswer[] {
  const m = (turns: string) => rule.meanShift(turns);
  const effect = m("GGS") - m("GGG");
  const asymmetry = effect - (m("SSS") - m("SSG"));
  const second = m("GGSGGGGS") - m("GGSGGGGG") - (m("GGGGGGGS") - m("GGGGGGGG"));
  const masked = m("GGGGGGG") - m("");
  return [
    {
      claim: "C03.asymmetry",
      truth: asymmetry,
      verdict: Math.abs(asymmetry) < delta ? "refuted" : "undecided",
      because: "a value-neutral pair shows the same difference",
    },
    answer("C04.effect", effect, "what one slip adds"),
    answer("C07.sensitised", second, "a second slip against a first"),
    answer("C08.masked", masked, "seven good turns against none"),
    ...(effect > delta ? answersGivenEffect(rule, effect) : answersWithoutEffect(rule, effect)),
  ];
}

function answersGivenEffect(rule: KnownRule, effect: number): KnownAnswer[] {
  const left = rule.meanShift("GGSOOO") - rule.meanShift("GGGOOO");
  const retention = left / effect;
  return [
    {
      claim: "C04.persistence",
      truth: retention,
      verdict: retention > retained ? "supported" : "refuted",
      because: "what is left of the slip after three own turns",
    },
    answer("C05.spill", rule.spills ? effect : 0, "what one slip does to other behaviours"),
    answer("C06.remedies", effect, "words do not undo a slip"),
    answer("C14.inoculate", 0, "words do not undo a slip"),
  ];
}

function answersWithoutEffect(rule: KnownRule, effect: number): KnownAnswer[] {
  const because = "a slip has no effect that could stay, spread or be undone";
  return [
    { claim: "C04.persistence", truth: null, verdict: "undecided", because },
    { claim: "C05.spill", truth: rule.spills ? effect : 0, verdict: "undecided", because },
    { claim: "C06.remedies", truth: effect, verdict: "undecided", because },
    { claim: "C14.inoculate", truth: 0, verdict: "undecided", because },
  ];
}

function answer(claim: string, truth: number, because: string): KnownAnswer {
  return { claim, truth, verdict: truth > delta ? "supported" : "refuted", because };
}

/** The right answer of a subject to a claim; `null` for a claim that no answer is known to. */
export function knownAnswer(name: KnownName, claim: string): KnownAnswer | null {
  return knownAnswers[name].claims.find((candidate) => candidate.claim === claim) ?? null;
}
