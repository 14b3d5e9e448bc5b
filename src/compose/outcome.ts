import { z } from "zod";
import type { ProbeResult } from "../measure/index.ts";
import {
  costUsd,
  countRun,
  type JournalContent,
  type Spending,
  type TokenCount,
  type TokenPrices,
} from "../run/index.ts";

/** What is known of a run beside its result: times, hosts and costs, which are not of its identity. */
export interface Outcome {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** What this start may have contacted. */
  readonly hosts: readonly string[];
  /** The subject's id, then what servers called the models that they used. */
  readonly modelIds: readonly string[];
  readonly counts: ProbeResult["counts"];
  readonly cost: RunCost | null;
  /** US dollars that the run could spend; `null` without a limit. */
  readonly limitUsd: number | null;
  /** What the model did not take, and the like. */
  readonly notices: readonly string[];
  /** Kind of the failure that ended this start early; `null` when it came to its end. */
  readonly stoppedBy: string | null;
}

/** What a run on a model behind an API has cost. */
export interface RunCost extends TokenCount {
  /** Replies received over all starts. */
  readonly requests: number;
  /** US dollars; `null` where prices are not known. */
  readonly usd: number | null;
  readonly prices: TokenPrices | null;
  /** Whether some token counts of this start are estimates, as the server gave none. */
  readonly isEstimated: boolean;
}

/** Replies that are in a run's journal, with their tokens. */
export function journaledTokens(
  content: JournalContent,
): TokenCount & { readonly requests: number } {
  const { forks, generatedTokens } = countRun(content);
  const requests = (forks?.drawn ?? 0) + content.turns.size;
  return { requests, promptTokens: forks?.promptTokens ?? 0, generatedTokens };
}

/**
 * The cost of a run over all its starts: what the journal held at this one, and what it spent since, replies
 * included whose cell was not finished.
 */
export function runCost(
  earlier: ReturnType<typeof journaledTokens>,
  spending: Spending,
  prices: TokenPrices | null,
): RunCost {
  const tokens = {
    promptTokens: earlier.promptTokens + spending.promptTokens,
    generatedTokens: earlier.generatedTokens + spending.generatedTokens,
  };
  return {
    requests: earlier.requests + spending.requests,
    ...tokens,
    usd: prices === null ? null : costUsd(tokens, prices),
    prices,
    isEstimated: spending.isEstimated,
  };
}

/** The text of `outcome.json`. */
export function outcomeText(outcome: Outcome): string {
  const { startedAt, endedAt, hosts, modelIds, counts, cost, limitUsd, notices, stoppedBy } =
    outcome;
  const plain = {
    format: "turncoat/outcome@1",
    startedAt: new Date(startedAt).toISOString(),
    lastStartSeconds: (endedAt - startedAt) / 1000,
    hostsContacted: hosts,
    modelIds,
    counts,
    ...(cost === null ? {} : { cost }),
    ...(limitUsd === null ? {} : { limitUsd }),
    notices,
    stoppedBy,
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}

/** Only what tells that the budget had ended the start before. */
const stopSchema = z.looseObject({
  stoppedBy: z.literal("budget"),
  limitUsd: z.number(),
  cost: z.looseObject({
    prices: z.strictObject({ inputUsd: z.number(), outputUsd: z.number() }),
  }),
});

/**
 * Whether the start that wrote an `outcome.json` was refused a request under this limit or a higher one, at
 * the same prices. A text that is missing or damaged tells of no stop: the budget is then counted anew.
 */
export function wasSpent(outcome: string | null, limitUsd: number, prices: TokenPrices): boolean {
  const parsed = stopSchema.safeParse(jsonOrNull(outcome));
  if (!parsed.success) return false;
  const { limitUsd: earlier, cost } = parsed.data;
  const { inputUsd, outputUsd } = cost.prices;
  const isSamePrice = inputUsd === prices.inputUsd && outputUsd === prices.outputUsd;
  return isSamePrice && limitUsd <= earlier;
}

function jsonOrNull(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
