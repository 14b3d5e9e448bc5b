import { TurncoatError } from "../../core/index.ts";
import { type ByteCursor, byteCursor } from "./byte-cursor.ts";

/** Where one tensor lies in a GGUF file; positions are bytes from the start of the file. */
export interface GgufTensor {
  readonly name: string;
  /** ggml's number for the format of its weights, e.g. 3 for Q4_1 and 8 for Q8_0. */
  readonly type: number;
  readonly weights: number;
  readonly start: number;
  readonly bytes: number;
  /** Where its type (u32) stands; its offset into the data (u64) follows. */
  readonly typeAt: number;
}

/** The parts of a GGUF file that a rewrite of its tensors needs. */
export interface GgufLayout {
  /** Tensors start at multiples of this many bytes from `dataStart`. */
  readonly alignment: number;
  /** First byte after header, keys and tensor list, rounded up to the alignment. */
  readonly dataStart: number;
  /** Where the value of `general.file_type` (u32) stands; null when the file does not say. */
  readonly fileTypeAt: number | null;
  /** In the order of the file. */
  readonly tensors: readonly GgufTensor[];
}

/** ggml's tensor formats: weights per block, bytes per block. */
const TENSOR_TYPES: ReadonlyMap<number, readonly [weights: number, bytes: number]> = new Map([
  [0, [1, 4]], // F32
  [1, [1, 2]], // F16
  [2, [32, 18]], // Q4_0
  [3, [32, 20]], // Q4_1
  [6, [32, 22]], // Q5_0
  [7, [32, 24]], // Q5_1
  [8, [32, 34]], // Q8_0
  [10, [256, 84]], // Q2_K
  [11, [256, 110]], // Q3_K
  [12, [256, 144]], // Q4_K
  [13, [256, 176]], // Q5_K
  [14, [256, 210]], // Q6_K
  [24, [1, 1]], // I8
  [25, [1, 2]], // I16
  [26, [1, 4]], // I32
  [27, [1, 8]], // I64
  [28, [1, 8]], // F64
  [30, [1, 2]], // BF16
]);

/** Bytes of a value of each fixed-size key type, by GGUF's number for it. */
const VALUE_BYTES: ReadonlyMap<number, number> = new Map([
  [0, 1], // u8
  [1, 1], // i8
  [2, 2], // u16
  [3, 2], // i16
  [4, 4], // u32
  [5, 4], // i32
  [6, 4], // f32
  [7, 1], // bool
  [10, 8], // u64
  [11, 8], // i64
  [12, 8], // f64
]);
const UINT32 = 4;
const STRING = 8;
const ARRAY = 9;
const MAGIC = 0x46554747; // "GGUF", little-endian
/** Far above the usual 32, and low enough that padding cannot be used to ask for memory. */
const LARGEST_ALIGNMENT = 65_536;

/**
 * Reads where everything lies in a GGUF version 3 file, little-endian.
 *
 * Strict as ggml's own reader: no key twice, no array of arrays, at most 4 dimensions, tensors one after
 * another without gaps but for the alignment. Texts and numbers of keys are passed over unread.
 *
 * @param bytes  the whole file
 * @param path   named in failures
 * @throws TurncoatError `model-file` if the bytes are anything else
 *
 * Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function readGguf(bytes: Uint8Array, path: string): GgufLayout {
  const cursor = byteCursor(bytes, (reason) => badModelFile(path, reason));
  if (bytes.length < 4 || cursor.uint32() !== MAGIC) cursor.fail("it is not a GGUF file");
  const version = cursor.uint32();
  if (version !== 3) cursor.fail(`GGUF version ${version} is not supported, only 3`);
  const tensorCount = cursor.count(24);
  const keys = readKeys(cursor, cursor.count(13));
  const records = Array.from({ length: tensorCount }, () => readRecord(cursor));
  const dataStart = roundUp(cursor.position(), keys.alignment);
  const tensors = placeTensors(records, { dataStart, alignment: keys.alignment, cursor });
  const end = tensors.reduce((last, { start, bytes: size }) => Math.max(last, start + size), 0);
  if (end > bytes.length) cursor.fail(`it is cut short: ${bytes.length} of ${end} bytes`);
  return { alignment: keys.alignment, dataStart, fileTypeAt: keys.fileTypeAt, tensors };
}

/** The one error of a model file that cannot be used: the path and why. */
export function badModelFile(path: string, reason: string, cause?: unknown): TurncoatError {
  return new TurncoatError(
    `cannot use ${path}: ${reason}`,
    { kind: "model-file", path, reason },
    { cause },
  );
}

/** The first multiple of the alignment that is not below the position. */
export function roundUp(position: number, alignment: number): number {
  return Math.ceil(position / alignment) * alignment;
}

type Keys = Pick<GgufLayout, "alignment" | "fileTypeAt">;

function readKeys(cursor: ByteCursor, count: number): Keys {
  const seen = new Set<string>();
  let alignment = 32; // what the format says where the key is missing
  let fileTypeAt: number | null = null;
  for (let index = 0; index < count; index++) {
    const key = cursor.text();
    if (seen.has(key)) cursor.fail(`the key ${key} stands twice`);
    seen.add(key);
    if (key === "general.alignment") alignment = readAlignment(cursor);
    else if (key === "general.file_type") fileTypeAt = uint32At(cursor, key);
    else skipValue(cursor, cursor.uint32());
  }
  return { alignment, fileTypeAt };
}

function readAlignment(cursor: ByteCursor): number {
  if (cursor.uint32() !== UINT32) cursor.fail("its alignment is not a 32-bit whole number");
  const value = cursor.uint32();
  const powerOfTwo = value > 0 && Number.isInteger(Math.log2(value));
  return powerOfTwo && value <= LARGEST_ALIGNMENT
    ? value
    : cursor.fail(`its alignment is ${value}`);
}

/** Steps over a 32-bit value and tells where it stands. */
function uint32At(cursor: ByteCursor, key: string): number {
  const type = cursor.uint32();
  if (type !== UINT32) cursor.fail(`${key} has value type ${type}, not a 32-bit whole number`);
  const at = cursor.position();
  cursor.skip(4);
  return at;
}

function skipValue(cursor: ByteCursor, type: number): void {
  const isArray = type === ARRAY;
  const itemType = isArray ? cursor.uint32() : type;
  const size = VALUE_BYTES.get(itemType);
  if (itemType !== STRING && size === undefined)
    cursor.fail(`key value type ${itemType} is unknown`);
  const items = isArray ? cursor.count(size ?? 8) : 1;
  if (size !== undefined) cursor.skip(items * size);
  else for (let item = 0; item < items; item++) cursor.skip(cursor.count(1));
}

interface TensorRecord extends Omit<GgufTensor, "start"> {
  /** Bytes from the start of the data, as the file says. */
  readonly offset: number;
}

function readRecord(cursor: ByteCursor): TensorRecord {
  const name = cursor.text();
  const dimensionCount = cursor.uint32();
  if (dimensionCount > 4)
    cursor.fail(`tensor ${name} has ${dimensionCount} dimensions, not at most 4`);
  const dimensions = Array.from({ length: dimensionCount }, () => cursor.uint64());
  const typeAt = cursor.position();
  const type = cursor.uint32();
  const offset = cursor.uint64();
  const format = TENSOR_TYPES.get(type);
  if (format === undefined) return cursor.fail(`tensor ${name} has the unknown type ${type}`);
  const [blockWeights, blockBytes] = format;
  const weights = dimensions.reduce((product, size) => product * size, 1);
  if (weights === 0 || !Number.isSafeInteger(weights))
    cursor.fail(`tensor ${name} is empty or huge`);
  if ((dimensions[0] ?? 1) % blockWeights !== 0) {
    cursor.fail(`tensor ${name} has rows that are not whole blocks of ${blockWeights}`);
  }
  return { name, type, weights, bytes: (weights / blockWeights) * blockBytes, typeAt, offset };
}

interface Placement extends Pick<GgufLayout, "alignment" | "dataStart"> {
  readonly cursor: ByteCursor;
}

function placeTensors(records: readonly TensorRecord[], placement: Placement): GgufTensor[] {
  let expected = 0;
  return records.map(({ offset, ...tensor }) => {
    if (offset !== expected) {
      placement.cursor.fail(`tensor ${tensor.name} has offset ${offset}, expected ${expected}`);
    }
    expected = roundUp(offset + tensor.bytes, placement.alignment);
    return { ...tensor, start: placement.dataStart + offset };
  });
}
