declare module "vader-sentiment" {
  /** The one thing of it that is used here. */
  export const SentimentIntensityAnalyzer: {
    polarity_scores(text: string): { readonly compound: number };
  };
}
