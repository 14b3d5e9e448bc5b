/** What a batch of texts cost and gave. */
export interface Embeddings {
  /** One a text, in order; each of length 1 and of the embedder's width. */
  readonly vectors: readonly Float32Array[];
  /** Texts that were cut at the embedder's limit. */
  readonly truncated: number;
}

/**
 * Anything that turns texts into vectors of length 1, so that the dot product is the cosine.
 *
 * A text's vector depends on the text alone, up to 1e-3 in cosine, never on its company. Throws only
 * `TurncoatError`.
 */
export interface Embedder extends AsyncDisposable {
  /** `provider:model` and whatever decides the vectors (a fingerprint of the weights); part of cache keys. */
  readonly id: string;
  /** Length of a vector. */
  readonly width: number;
  /** Embeds texts, batched as suits the implementation. An empty list gives an empty one. */
  embed(
    texts: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Embeddings>;
}
