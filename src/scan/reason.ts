import type { ScanRecord } from "../core/index.ts";
import type { RemedyChoice } from "./choose-remedy.ts";

/** What a reason is made of. */
export interface ReasonFacts
  extends Pick<
    ScanRecord,
    "flipProbability" | "flipTurn" | "flipTurnCredible" | "recovered" | "evidence" | "labels"
  > {
  readonly isFlip: boolean;
  readonly choice: RemedyChoice;
  /** Why the first turn without a score has none; `null` when all have one. */
  readonly unscored: string | null;
}

/** One line for a person: what was found, where, on what evidence, and what to do about it. */
export function reasonOf(facts: ReasonFacts): string {
  const { flipProbability, isFlip } = facts;
  if (flipProbability === null) {
    return `no assistant turn could be scored: ${facts.unscored ?? "there is none"}`;
  }
  const parts = isFlip ? flipParts(facts) : loyalParts(facts);
  return parts.join("; ");
}

function flipParts(facts: ReasonFacts): string[] {
  const { flipTurn, flipTurnCredible, recovered, choice } = facts;
  const [low, high] = flipTurnCredible ?? [flipTurn, flipTurn];
  const spread = low === high ? "" : ` (95 % within ${low} to ${high})`;
  return [
    `most likely turned at message ${flipTurn}${spread}${quoted(facts)}`,
    recovered ? "back in character at the end" : "still turned at the end",
    ...labelWords(facts),
    choice.why,
  ];
}

function loyalParts(facts: ReasonFacts): string[] {
  const first =
    facts.evidence.length === 0
      ? "no turn speaks for a flip"
      : `the evidence is too weak for a flip${quoted(facts)}`;
  return [first, ...labelWords(facts)];
}

function quoted({ evidence }: ReasonFacts): string {
  const [strongest] = evidence;
  if (strongest === undefined) return "";
  const { quote, nats, detector, turn } = strongest;
  const amount = `${nats >= 0 ? "+" : "−"}${Math.abs(nats).toFixed(1)} nats, ${detector}`;
  if (quote === null) return `: strongest evidence at message ${turn} (${amount})`;
  return `: “${clipped(quote)}” at message ${turn} (${amount})`;
}

const quoteLength = 160;

function clipped(quote: string): string {
  const line = quote.replace(/\s+/g, " ").trim();
  const letters = [...line];
  return letters.length <= quoteLength ? line : `${letters.slice(0, quoteLength - 1).join("")}…`;
}

const words: Readonly<Record<ScanRecord["labels"][number], string>> = {
  rewound: "the user rewound it",
  cleared: "the user cleared it",
  compacted: "it was compacted",
  "abandoned-branch": "the user left this branch",
};

function labelWords({ labels }: ReasonFacts): string[] {
  return labels.map((label) => words[label]);
}
