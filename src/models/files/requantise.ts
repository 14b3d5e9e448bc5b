import { badModelFile, type GgufLayout, type GgufTensor, readGguf, roundUp } from "./gguf.ts";
import { BLOCK_WEIGHTS, Q8_0_BLOCK_BYTES, q4ToQ8 } from "./quantise.ts";

const Q4_1 = 3;
const Q8_0 = 8;
/** llama.cpp's number for files whose matrices are mostly Q8_0 (`LLAMA_FTYPE_MOSTLY_Q8_0`). */
const MOSTLY_Q8_0 = 7;

/**
 * A GGUF file with its Q4_1 tensors turned into Q8_0, piece by piece in order.
 *
 * The same weights run about twice as fast in llama.cpp as Q8_0. Nothing is gained in precision: see
 * `q4ToQ8` for the little that is lost. Tensors of other types, all keys and their order stay as
 * they are; `general.file_type`, where the file has it, becomes 7. Same bytes in, same bytes out, on
 * every machine.
 *
 * @param source  a whole GGUF version 3 file
 * @param path    named in failures
 * @returns pieces to be written one after another; the first is everything before the tensors
 * @throws TurncoatError `model-file` before the first piece if the file cannot be read; a weight scale
 *         that is not finite throws it at its tensor
 */
export function* requantise(source: Uint8Array, path: string): Generator<Uint8Array> {
  const layout = readGguf(source, path);
  yield rewrittenHead(source, layout);
  for (const tensor of layout.tensors) yield rewrittenTensor(source, { tensor, layout, path });
}

function rewrittenHead(
  source: Uint8Array,
  { dataStart, fileTypeAt, tensors, alignment }: GgufLayout,
) {
  // Types and offsets have fixed sizes, so they are overwritten in place. Zero-filled past the source
  // when a file without tensors ends before the padding.
  const head = new Uint8Array(dataStart);
  head.set(source.subarray(0, Math.min(dataStart, source.length)));
  const view = new DataView(head.buffer);
  if (fileTypeAt !== null) view.setUint32(fileTypeAt, MOSTLY_Q8_0, true);
  let offset = 0;
  for (const tensor of tensors) {
    if (tensor.type === Q4_1) view.setUint32(tensor.typeAt, Q8_0, true);
    view.setBigUint64(tensor.typeAt + 4, BigInt(offset), true);
    offset = roundUp(offset + bytesAfter(tensor), alignment);
  }
  return head;
}

interface Rewrite {
  readonly tensor: GgufTensor;
  readonly layout: GgufLayout;
  readonly path: string;
}

function rewrittenTensor(source: Uint8Array, { tensor, layout, path }: Rewrite): Uint8Array {
  const old = source.subarray(tensor.start, tensor.start + tensor.bytes);
  const padded = new Uint8Array(roundUp(bytesAfter(tensor), layout.alignment));
  if (tensor.type !== Q4_1) {
    padded.set(old);
    return padded;
  }
  try {
    padded.set(q4ToQ8(old));
  } catch (error) {
    // Only a scale or minimum that is infinite or no number: the size was checked by the reader.
    if (error instanceof RangeError) {
      throw badModelFile(path, `tensor ${tensor.name}: ${error.message}`, error);
    }
    throw error;
  }
  return padded;
}

function bytesAfter({ type, weights, bytes }: GgufTensor): number {
  return type === Q4_1 ? (weights / BLOCK_WEIGHTS) * Q8_0_BLOCK_BYTES : bytes;
}
