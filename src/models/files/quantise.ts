import { halfToNumber, numberToHalf } from "./half.ts";

/** Weights in one block of both formats; a row of a tensor is a whole number of blocks. */
export const BLOCK_WEIGHTS = 32;
/** Bytes of a Q4_1 block: half scale, half minimum, 32 levels of 4 bits. */
const Q4_1_BLOCK_BYTES = 20;
/** Bytes of a Q8_0 block: half scale, 32 signed bytes. */
export const Q8_0_BLOCK_BYTES = 34;

/**
 * One Q4_1 block as the 16 values its levels stand for and the level of each weight.
 *
 * A weight is `level * scale + minimum`. Scale and minimum are halves and a level has 4 bits, so the
 * sum is exact in a double and rounding it once gives what C gives in 32-bit floats, with or without
 * fused multiply-add.
 */
interface Q4Block {
  readonly values: Float32Array;
  readonly levels: Uint8Array;
}

function readQ4Block(source: Uint8Array, at: number, block: Q4Block): void {
  const scale = halfToNumber(byteAt(source, at) | (byteAt(source, at + 1) << 8));
  const minimum = halfToNumber(byteAt(source, at + 2) | (byteAt(source, at + 3) << 8));
  for (let level = 0; level < 16; level++) block.values[level] = level * scale + minimum;
  for (let index = 0; index < 16; index++) {
    const pair = byteAt(source, at + 4 + index);
    block.levels[index] = pair & 0xf;
    block.levels[index + 16] = pair >>> 4;
  }
}

/**
 * The same weights as Q8_0 blocks, from Q4_1 blocks: 8 bits a weight instead of 4 and no minimum.
 *
 * Bytes are those of llama.cpp's `dequantize_row_q4_1` followed by `quantize_row_q8_0_ref`
 * (https://github.com/ggml-org/llama.cpp, ggml/src/ggml-quants.c): in 32-bit floats, scale
 * d = largest absolute weight / 127, level = weight * (1 / d) rounded half away from zero, and d kept as
 * a half. Every step is rounded as written, so the result is the same on every machine. Each weight
 * moves by at most d / 2 plus what rounding d to a half costs.
 *
 * @param source  whole blocks of 20 bytes
 * @returns as many blocks of 34 bytes
 * @throws RangeError if the source is not whole blocks, or a scale or minimum is not finite
 */
export function q4ToQ8(source: Uint8Array): Uint8Array {
  const blocks = wholeBlocks(source, Q4_1_BLOCK_BYTES);
  const target = new Uint8Array(blocks * Q8_0_BLOCK_BYTES);
  const block: Q4Block = { values: new Float32Array(16), levels: new Uint8Array(BLOCK_WEIGHTS) };
  const quantised = new Uint8Array(16);
  for (let index = 0; index < blocks; index++) {
    readQ4Block(source, index * Q4_1_BLOCK_BYTES, block);
    const scale = Math.fround(largestUsed(block) / 127);
    // 16 values cover all 32 weights, so each is rounded once and then looked up.
    const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
    for (let level = 0; level < 16; level++) {
      quantised[level] = roundAwayFromZero(Math.fround((block.values[level] ?? 0) * inverse));
    }
    const at = index * Q8_0_BLOCK_BYTES;
    const bits = numberToHalf(scale);
    target[at] = bits & 0xff;
    target[at + 1] = bits >>> 8;
    for (let weight = 0; weight < BLOCK_WEIGHTS; weight++) {
      target[at + 2 + weight] = quantised[block.levels[weight] ?? 0] ?? 0;
    }
  }
  return target;
}

/** The weights of Q4_1 blocks, 32 a block. @throws RangeError as {@link q4ToQ8} */
export function dequantiseQ4(source: Uint8Array): Float32Array {
  const weights = new Float32Array(wholeBlocks(source, Q4_1_BLOCK_BYTES) * BLOCK_WEIGHTS);
  const block: Q4Block = { values: new Float32Array(16), levels: new Uint8Array(BLOCK_WEIGHTS) };
  for (let first = 0; first < weights.length; first += BLOCK_WEIGHTS) {
    readQ4Block(source, (first / BLOCK_WEIGHTS) * Q4_1_BLOCK_BYTES, block);
    for (let weight = 0; weight < BLOCK_WEIGHTS; weight++) {
      weights[first + weight] = block.values[block.levels[weight] ?? 0] ?? 0;
    }
  }
  return weights;
}

/** The weights of Q8_0 blocks, 32 a block. @throws RangeError as {@link q4ToQ8} */
export function dequantiseQ8(source: Uint8Array): Float32Array {
  const weights = new Float32Array(wholeBlocks(source, Q8_0_BLOCK_BYTES) * BLOCK_WEIGHTS);
  for (let index = 0; index < weights.length; index++) {
    const at = Math.floor(index / BLOCK_WEIGHTS) * Q8_0_BLOCK_BYTES;
    const scale = halfToNumber(byteAt(source, at) | (byteAt(source, at + 1) << 8));
    const level = byteAt(source, at + 2 + (index % BLOCK_WEIGHTS));
    weights[index] = scale * (level < 128 ? level : level - 256);
  }
  return weights;
}

function largestUsed({ values, levels }: Q4Block): number {
  let largest = 0;
  for (const level of levels) largest = Math.max(largest, Math.abs(values[level] ?? 0));
  return largest;
}

/** C's `roundf`; `Math.round` would send -0.5 up to 0. */
function roundAwayFromZero(value: number): number {
  return value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
}

function wholeBlocks(source: Uint8Array, blockBytes: number): number {
  if (source.length % blockBytes === 0) return source.length / blockBytes;
  throw new RangeError(`${source.length} bytes are not whole blocks of ${blockBytes}`);
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
