import type { KnownReply } from "./bank-index.ts";
import type { ReadContext } from "./read-context.ts";

/** How one known-answer subject behaves, and what follows from that on average. */
export interface KnownRule {
  /** One sentence for people. */
  readonly about: string;
  /** True parameters by name, each with its unit in the name's documentation. */
  readonly parameters: Readonly<Record<string, number>>;
  /** What the record adds to a reply's log-probability per token, in nats; 0 for the wanted reply. */
  shift(context: ReadContext, reply: KnownReply): number;
  /** Whether the next turn on the record is the unwanted reply. */
  slips(context: ReadContext): boolean;
  /**
   * Mean of {@link shift} for the unwanted reply after a history, over seeds and questions.
   *
   * @param turns  the history's turns by letter as in the arms, and O for a turn that the subject
   *               generates itself
   */
  meanShift(turns: string): number;
  /** Whether a slip of one behaviour does the same to the items of others. */
  readonly spills: boolean;
}

/** A rule that never slips by itself and whose slips reach every behaviour, unless it says otherwise. */
export function rule(parts: Omit<KnownRule, "slips" | "spills"> & Partial<KnownRule>): KnownRule {
  return { slips: () => false, spills: true, ...parts };
}
