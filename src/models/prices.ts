/** What a model's tokens cost, in US dollars per million. */
export interface ListedPrice {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

/**
 * Prices of OpenAI and Anthropic for a handful of models, without discounts for caching or batches. They
 * change: read them again before relying on them, or give your own (`--price-in`, `--price-out`).
 */
export const priceList = {
  /** When they were read. */
  readOn: "2026-11-25",
  /**
   * The providers' own pages; read by way of price tables that others took from them between November 2025
   * and June 2026, as the pages themselves could not be reached.
   */
  sources: [
    "https://platform.openai.com/docs/pricing",
    "https://platform.claude.com/docs/about-claude/pricing",
  ],
  models: {
    "openai:gpt-5.4": { inputUsd: 2.5, outputUsd: 15 },
    "openai:gpt-5.1": { inputUsd: 1.25, outputUsd: 10 },
    "openai:gpt-5": { inputUsd: 1.25, outputUsd: 10 },
    "openai:gpt-5-mini": { inputUsd: 0.25, outputUsd: 2 },
    "openai:gpt-5-nano": { inputUsd: 0.05, outputUsd: 0.4 },
    "openai:gpt-4.1": { inputUsd: 2, outputUsd: 8 },
    "openai:gpt-4.1-mini": { inputUsd: 0.4, outputUsd: 1.6 },
    "openai:gpt-4.1-nano": { inputUsd: 0.1, outputUsd: 0.4 },
    "openai:gpt-4o": { inputUsd: 2.5, outputUsd: 10 },
    "openai:gpt-4o-mini": { inputUsd: 0.15, outputUsd: 0.6 },
    "openai:o4-mini": { inputUsd: 1.1, outputUsd: 4.4 },
    "anthropic:claude-opus-4-6": { inputUsd: 5, outputUsd: 25 },
    "anthropic:claude-opus-4-5": { inputUsd: 5, outputUsd: 25 },
    "anthropic:claude-sonnet-4-6": { inputUsd: 3, outputUsd: 15 },
    "anthropic:claude-sonnet-4-5": { inputUsd: 3, outputUsd: 15 },
    "anthropic:claude-haiku-4-5": { inputUsd: 1, outputUsd: 5 },
  },
} as const satisfies {
  readonly readOn: string;
  readonly sources: readonly string[];
  readonly models: Readonly<Record<string, ListedPrice>>;
};

/**
 * The listed price of a model; `null` where there is none.
 *
 * @param id  `provider:model`; a date at the end, as in `gpt-4.1-2025-04-14`, names the same model
 */
export function listedPrice(id: string): ListedPrice | null {
  const undated = id.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{8})$/, "");
  return Object.entries(priceList.models).find(([listed]) => listed === undated)?.[1] ?? null;
}
