/**
 * Solves A·x = b for a symmetric positive definite A (Cholesky); O(n³).
 *
 * @param matrix  shape (n × n), symmetric
 * @param right  shape (n)
 * @returns null where A is not positive definite, to a relative 1e-12
 * @throws RangeError if the shapes disagree or a number is not finite
 */
export function solvePositive(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number[] | null {
  const n = right.length;
  if (matrix.length !== n || matrix.some((row) => row.length !== n)) {
    throw new RangeError(`a matrix of ${n} × ${n} is needed for ${n} right sides`);
  }
  if (![...matrix.flat(), ...right].every(Number.isFinite)) {
    throw new RangeError("a linear system must be finite");
  }
  const lower = choleskyFactor(matrix);
  if (lower === null) return null;
  const at = (i: number, j: number) => lower[i]?.[j] ?? 0;
  const half: number[] = [];
  for (let i = 0; i < n; i++) {
    const known = half.reduce((sum, x, j) => sum + at(i, j) * x, 0);
    half.push(((right[i] ?? 0) - known) / at(i, i));
  }
  const solution = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    const known = solution.reduce((sum, x, j) => (j > i ? sum + at(j, i) * x : sum), 0);
    solution[i] = ((half[i] ?? 0) - known) / at(i, i);
  }
  return solution;
}

/** Lower triangle L with L·Lᵀ = A, row by row. */
function choleskyFactor(matrix: readonly (readonly number[])[]): number[][] | null {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const current: number[] = [];
    for (const [j, above] of lower.entries()) {
      current.push(((row[j] ?? 0) - dot(current, above)) / (above[j] ?? 1));
    }
    const left = (row[i] ?? 0) - dot(current, current);
    if (!(left > 1e-12 * Math.abs(row[i] ?? 0))) return null;
    lower.push([...current, Math.sqrt(left)]);
  }
  return lower;
}

/** Sum of products over the first, shorter list. */
function dot(shorter: readonly number[], other: readonly number[]): number {
  return shorter.reduce((sum, x, k) => sum + x * (other[k] ?? 0), 0);
}
