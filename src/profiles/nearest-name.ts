/**
 * The known name that a misspelt one most likely means, or null if none is near: at most two edits
 * (insertion, deletion, substitution), or one for every three letters, and fewer than it has letters.
 * Case does not count; ties go to the first.
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  const limit = Math.min(name.length - 1, Math.max(2, Math.floor(name.length / 3)));
  let best: string | null = null;
  let least = limit + 1;
  for (const candidate of known) {
    // Skips the quadratic table for names that cannot be near, however long a hostile one is.
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Levenshtein distance, two rows at a time. */
function editDistance(left: string, right: string): number {
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const replace = (last[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replace));
    }
    last = row;
  }
  return last[right.length] ?? 0;
}
