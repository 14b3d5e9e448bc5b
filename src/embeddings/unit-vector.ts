/**
 * A vector scaled to length 1; `null` where it has no direction (all zeros, or not finite).
 *
 * The length is summed in double precision, so it is within 1e-6 of 1 afterwards.
 */
export function unitVector(values: ArrayLike<number>): Float32Array | null {
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += (values[index] ?? 0) ** 2;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length === 0) return null;
  const scaled = new Float32Array(values.length);
  for (let index = 0; index < values.length; index++) scaled[index] = (values[index] ?? 0) / length;
  return scaled;
}
