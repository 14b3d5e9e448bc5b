import { unitVector } from "./unit-vector.ts";

/** Where one text's tokens stand in a model's output. */
export interface PooledRow {
  /** Row of the batch. */
  readonly row: number;
  /** Tokens of the text itself, at least 1; what follows is padding and counts nothing. */
  readonly tokens: number;
  /** Tokens a row of the batch has, padding included. */
  readonly length: number;
  /** Width of a hidden state. */
  readonly width: number;
}

/**
 * Mean of a text's hidden states, scaled to length 1: the pooling that sentence-transformers uses for
 * all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2). `null` where the mean
 * has no direction.
 *
 * @param states  last hidden states, row-major; shape (rows × length × width)
 */
export function meanPool(states: Float32Array, at: PooledRow): Float32Array | null {
  const { row, tokens, length, width } = at;
  const sums = new Float64Array(width);
  const start = row * length * width;
  for (let token = 0; token < tokens; token++) {
    const offset = start + token * width;
    for (let index = 0; index < width; index++) {
      sums[index] = (sums[index] ?? 0) + (states[offset + index] ?? 0);
    }
  }
  return unitVector(sums);
}
