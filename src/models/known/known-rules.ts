import { absorbing } from "./absorbing.ts";
import { chain } from "./chain.ts";
import { fading } from "./fading.ts";
import type { KnownRule } from "./known-rule.ts";
import { memoryless } from "./memoryless.ts";
import { pretender } from "./pretender.ts";
import { styleOnly } from "./style-only.ts";

/** The known-answer subjects, in the order in which tables list them. */
export const knownNames = [
  "absorbing",
  "fading",
  "memoryless",
  "style-only",
  "pretender",
  "chain",
] as const;
/** See {@link knownNames}. */
export type KnownName = (typeof knownNames)[number];

/** The rule of each known-answer subject. */
export const knownRules: Readonly<Record<KnownName, KnownRule>> = {
  absorbing,
  fading,
  memoryless,
  "style-only": styleOnly,
  pretender,
  chain,
};

/** Whether a word names a known-answer subject. */
export function isKnownName(word: string): word is KnownName {
  return knownNames.some((name) => name === word);
}
