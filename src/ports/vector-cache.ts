/** A vector of length 1 and whether the text it stands for was cut at the embedder's limit. */
export interface KeptVector {
  readonly vector: Float32Array;
  readonly isCut: boolean;
}

/** Keeps the vectors of one embedder by text. Losing it costs time, never correctness. */
export interface VectorCache extends AsyncDisposable {
  /** The {@link Embedder.id} whose vectors it keeps. */
  readonly embedder: string;
  /** The vector kept for a text, bit for bit; `null` where there is none. */
  get(text: string): KeptVector | null;
  /** Keeps a vector, unless the cache is full; durable after {@link flush}. */
  put(text: string, kept: KeptVector): void;
  flush(): Promise<void>;
}
