import { mean } from "../../math/index.ts";
import type { ExemplarText } from "./exemplar-texts.ts";

/**
 * How sharply similarity is read: the kernel is e^(10 · cosine). A plateau: between 8 and 20 the figures
 * of docs/validity.md hardly move.
 */
const defaultSharpness = 10;

/** Exemplars with their vectors, ready to compare with. */
export interface ExemplarSet {
  readonly texts: readonly ExemplarText[];
  readonly width: number;
  /** Row-major, one row a text, each of length 1; shape (texts × width). */
  readonly vectors: Float32Array;
  /** Side and source of each text as one number: 2 · side + source, in the order of {@link sides}. */
  readonly cells: Uint8Array;
  /** See {@link defaultSharpness}. */
  readonly sharpness: number;
}

const sides = ["unwanted", "wanted", "plain"] as const;

/**
 * Puts exemplars and their vectors together.
 *
 * @throws RangeError if the counts or widths differ, or there is nothing unwanted or nothing on-profile
 */
export function exemplarSet(
  texts: readonly ExemplarText[],
  rows: readonly Float32Array[],
  { width, sharpness = defaultSharpness }: { readonly width: number; readonly sharpness?: number },
): ExemplarSet {
  if (rows.length !== texts.length || rows.some(({ length }) => length !== width)) {
    throw new RangeError(`${texts.length} exemplars need as many vectors of width ${width}`);
  }
  const isBad = ({ side }: ExemplarText) => side === "unwanted";
  if (!texts.some(isBad) || texts.every(isBad)) {
    throw new RangeError("exemplars need an unwanted side and another one");
  }
  const vectors = new Float32Array(texts.length * width);
  for (const [row, vector] of rows.entries()) vectors.set(vector, row * width);
  const cells = Uint8Array.from(texts, ({ side, source }) => {
    return 2 * sides.indexOf(side) + (source === "list" ? 0 : 1);
  });
  return { texts, width, vectors, cells, sharpness };
}

/** Share of plain turns that on-profile replies are taken to hold; the rest are like wanted ones. */
export const plainShare = 0.3;

/**
 * Kernel e^(sharpness · cosine) of a vector with every exemplar; shape (texts). Linear in the exemplars
 * times the width.
 *
 * @param vector  of length 1 and of the set's width
 */
export function kernels(set: ExemplarSet, vector: Float32Array): Float64Array {
  const { vectors, width, texts, sharpness } = set;
  const values = new Float64Array(texts.length);
  for (let row = 0; row < values.length; row++) {
    values[row] = Math.exp(sharpness * dot(vectors, row * width, vector));
  }
  return values;
}

/** Dot product of a row with a vector. Four sums, since one alone waits for itself: three times as fast. */
function dot(rows: Float32Array, start: number, vector: Float32Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = 0;
  for (; at + 3 < vector.length; at += 4) {
    const place = start + at;
    first += (rows[place] ?? 0) * (vector[at] ?? 0);
    second += (rows[place + 1] ?? 0) * (vector[at + 1] ?? 0);
    third += (rows[place + 2] ?? 0) * (vector[at + 2] ?? 0);
    fourth += (rows[place + 3] ?? 0) * (vector[at + 3] ?? 0);
  }
  for (; at < vector.length; at++) first += (rows[start + at] ?? 0) * (vector[at] ?? 0);
  return first + second + third + fourth;
}

/**
 * Log of how dense the unwanted exemplars lie around a vector, against the on-profile ones (wanted 0.7,
 * plain 0.3): above 0 it is more like the unwanted. A Parzen estimate; it is not a calibrated log-likelihood ratio, which a score map makes of it. The list and the banks count
 * alike on each side, however many texts they hold.
 *
 * @param without  group that is left out; `null` for none
 * @returns `null` where a side has nothing but the group that is left out
 */
export function densityRatio(
  { texts, cells }: ExemplarSet,
  values: Float64Array,
  without: string | null = null,
): number | null {
  const sums = new Float64Array(2 * sides.length);
  const counts = new Uint32Array(2 * sides.length);
  for (const [row, cell] of cells.entries()) {
    if (without !== null && texts[row]?.group === without) continue;
    sums[cell] = (sums[cell] ?? 0) + (values[row] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const [unwanted = null, wanted = null, plain = null] = sides.map((_, side) => {
    const sources = [2 * side, 2 * side + 1].filter((cell) => (counts[cell] ?? 0) > 0);
    if (sources.length === 0) return null;
    return mean(sources.map((cell) => (sums[cell] ?? 0) / (counts[cell] ?? 1)));
  });
  const onProfile = mixed(wanted, plain);
  return unwanted === null || onProfile === null ? null : Math.log(unwanted / onProfile);
}

function mixed(wanted: number | null, plain: number | null): number | null {
  if (wanted === null || plain === null) return wanted ?? plain;
  return (1 - plainShare) * wanted + plainShare * plain;
}
