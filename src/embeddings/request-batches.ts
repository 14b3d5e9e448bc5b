/** What one request may hold. */
export interface RequestLimits {
  /** Most texts, at least 1. */
  readonly texts: number;
  /** Most UTF-16 units of all its texts together; a longer text goes alone. */
  readonly characters: number;
}

/** Cuts a list of texts into requests, in order; joined they are the list. */
export function requestBatches(texts: readonly string[], limits: RequestLimits): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let characters = 0;
  for (const text of texts) {
    const isFull = batch.length === limits.texts || characters + text.length > limits.characters;
    if (batch.length > 0 && isFull) {
      batches.push(batch);
      batch = [];
      characters = 0;
    }
    batch.push(text);
    characters += text.length;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
