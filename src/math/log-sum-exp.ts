/**
 * Logarithm of a sum of exponentials, without leaving the range of a double.
 *
 * @param logs  logarithms in nats; −∞ stands for a term of 0. None at all, or only −∞, gives −∞
 * @throws RangeError if a term is NaN or +∞
 */
export function logSumExp(logs: readonly number[]): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const log of logs) {
    if (!(log < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a logarithm must be a number below infinity, not ${log}`);
    }
    if (log > top) top = log;
  }
  if (top === Number.NEGATIVE_INFINITY) return top;
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - top);
  return top + Math.log(sum);
}
