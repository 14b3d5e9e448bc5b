/** Texts of about one length that run through a model together. */
export interface TokenBatch {
  /** Indexes into the list of token rows. */
  readonly rows: readonly number[];
  /** Tokens a row is padded to; the longest row's own length. */
  readonly length: number;
}

/** How token rows are put together. */
export interface BatchLimits {
  /** Most tokens a batch may have, padding included; a longer row runs alone. */
  readonly tokens: number;
  /** Largest share of a batch that may be padding, in [0, 1). */
  readonly padding: number;
}

/**
 * Groups rows by length, longest first, so that little of a batch is padding.
 *
 * Every row is in exactly one batch. Longest first, so that the largest batch, which decides how much
 * memory is taken, comes at the start.
 *
 * @param lengths  tokens of each row, at least 1 each
 */
export function tokenBatches(lengths: readonly number[], limits: BatchLimits): TokenBatch[] {
  const order = lengths.map((_, row) => row);
  order.sort((left, right) => (lengths[right] ?? 0) - (lengths[left] ?? 0) || left - right);
  const batches: TokenBatch[] = [];
  let rows: number[] = [];
  let length = 0;
  let held = 0;
  for (const row of order) {
    const own = lengths[row] ?? 0;
    const padded = (rows.length + 1) * length;
    const isFull = padded > limits.tokens || 1 - (held + own) / padded > limits.padding;
    if (rows.length > 0 && isFull) {
      batches.push({ rows, length });
      rows = [];
    }
    if (rows.length === 0) {
      length = own;
      held = 0;
    }
    rows.push(row);
    held += own;
  }
  if (rows.length > 0) batches.push({ rows, length });
  return batches;
}
