import { TurncoatError } from "../core/index.ts";
import type { ChatMessage, ChatModel, ChatReply, ChatRequest } from "../ports/index.ts";

/** What a model's tokens cost, in US dollars per million. */
export interface TokenPrices {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

/** Tokens sent and received. */
export interface TokenCount {
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

/** US dollars that tokens cost; what a server had cached counts in full, so that it is no less. */
export function costUsd(
  { promptTokens, generatedTokens }: TokenCount,
  prices: TokenPrices,
): number {
  return (promptTokens * prices.inputUsd + generatedTokens * prices.outputUsd) / 1_000_000;
}

/** What asking a model has cost since it was metered. */
export interface Spending extends TokenCount {
  /** Requests answered. */
  readonly requests: number;
  /** Names that the server gave for the model it used, in the order in which they came. */
  readonly servedModels: readonly string[];
  /** Whether some token counts are estimates, as the server gave none. */
  readonly isEstimated: boolean;
}

/** How much may be spent. */
export interface Budget {
  readonly prices: TokenPrices;
  /** US dollars, of the whole run. */
  readonly limitUsd: number;
  /** What earlier starts of the run have spent. */
  readonly earlierUsd: number;
  /** Whether an earlier start was refused a request under this limit or a higher one; default false. */
  readonly isSpent?: boolean;
}

/** A model that counts, and that stops at the end of a budget. */
export interface MeteredModel {
  readonly chat: ChatModel;
  spending(): Spending;
}

/**
 * Counts what a model's replies cost, and refuses requests that a budget might not cover: what is spent,
 * what requests under way may cost at most, and what this one may, must stay within the limit. Once one was
 * refused all are, in later starts too, so that a run ends in one place however its requests were timed.
 *
 * A prompt is taken to have a token for every 3 bytes and 8 a message, more than tokenizers make of prose;
 * after the reply the server's own count is what counts.
 */
export function metered(chat: ChatModel, budget: Budget | null): MeteredModel {
  const served: string[] = [];
  const sum = { requests: 0, promptTokens: 0, generatedTokens: 0, isEstimated: false };
  let underWayUsd = 0;
  let isStopped = budget?.isSpent === true;

  const spentUsd = () => (budget === null ? 0 : budget.earlierUsd + costUsd(sum, budget.prices));
  const reserve = (request: ChatRequest): number => {
    if (budget === null) return 0;
    const mostUsd = costUsd(mostTokens(request), budget.prices);
    isStopped ||= spentUsd() + underWayUsd + mostUsd > budget.limitUsd;
    if (isStopped) throw budgetStop(budget.limitUsd, spentUsd());
    underWayUsd += mostUsd;
    return mostUsd;
  };
  const count = (tokens: TokenCount, reply: Pick<ChatReply, "servedModel" | "isEstimated">) => {
    sum.requests++;
    sum.promptTokens += tokens.promptTokens;
    sum.generatedTokens += tokens.generatedTokens;
    sum.isEstimated ||= reply.isEstimated === true;
    const { servedModel } = reply;
    if (servedModel !== undefined && !served.includes(servedModel)) served.push(servedModel);
  };
  return {
    chat: {
      id: chat.id,
      async generate(request) {
        const reserved = reserve(request);
        try {
          const reply = await chat.generate(request);
          count(tokensOf(reply), reply);
          return reply;
        } finally {
          underWayUsd -= reserved;
        }
      },
      async *stream(request) {
        const reserved = reserve(request);
        try {
          const reply = yield* chat.stream(request);
          // Without counts it counts as what it may have cost.
          if (reply === null) count(mostTokens(request), { isEstimated: true });
          else count(tokensOf(reply), reply);
          return reply;
        } finally {
          underWayUsd -= reserved;
        }
      },
    },
    spending: () => ({ ...sum, servedModels: [...served] }),
  };
}

function tokensOf({ evaluatedTokens, reusedTokens, generatedTokens }: ChatReply): TokenCount {
  return { promptTokens: evaluatedTokens + reusedTokens, generatedTokens };
}

function mostTokens({ messages, maxTokens }: ChatRequest): TokenCount {
  return { promptTokens: mostPromptTokens(messages), generatedTokens: maxTokens };
}

function mostPromptTokens(messages: readonly ChatMessage[]): number {
  const encoder = new TextEncoder();
  return messages.reduce(
    (sum, { content }) => sum + 8 + Math.ceil(encoder.encode(content).length / 3),
    0,
  );
}

function budgetStop(limitUsd: number, spentUsd: number): TurncoatError {
  const message = `the budget of ${dollars(limitUsd)} is used up: ${dollars(spentUsd)} spent, and the next request might cost more than is left; what was finished is kept, and the same command with a higher --max-cost goes on from there`;
  return new TurncoatError(message, { kind: "budget", limitUsd, spentUsd });
}

/** "$0.42", "$0.0042": two digits that count. */
export function dollars(usd: number): string {
  if (usd === 0 || usd >= 0.1) return `$${usd.toFixed(2)}`;
  return `$${usd.toFixed(Math.min(8, 1 - Math.floor(Math.log10(usd))))}`;
}
