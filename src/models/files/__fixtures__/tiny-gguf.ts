import { q4ToQ8 } from "../quantise.ts";

/** A key of a made-up GGUF file: GGUF's number for the value's type, and the value's bytes. */
export interface FixtureKey {
  readonly key: string;
  readonly type: number;
  readonly value: Uint8Array;
}

/** A tensor of a made-up GGUF file. */
export interface FixtureTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly type: number;
  readonly data: Uint8Array;
}

/** What a made-up GGUF file holds; `alignment` is what is used, and stands in the keys only if put there. */
export interface FixtureFile {
  readonly version?: number;
  readonly alignment?: number;
  readonly keys: readonly FixtureKey[];
  readonly tensors: readonly FixtureTensor[];
}

/** Writes a GGUF file for tests, apart from the code under test. */
export function ggufBytes({ version = 3, alignment = 32, keys, tensors }: FixtureFile): Uint8Array {
  const head: Uint8Array[] = [
    Buffer.from("GGUF"),
    u32(version),
    u64(tensors.length),
    u64(keys.length),
  ];
  for (const { key, type, value } of keys) head.push(text(key), u32(type), value);
  let offset = 0;
  for (const { name, dimensions, type, data } of tensors) {
    head.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(type), u64(offset));
    offset += padded(data, alignment).length;
  }
  const start = padded(Buffer.concat(head), alignment);
  return Buffer.concat([start, ...tensors.map(({ data }) => padded(data, alignment))]);
}

export function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function u64(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** GGUF's text: length in bytes, then UTF-8. */
export function text(value: string): Uint8Array {
  return Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
}

export function padded(bytes: Uint8Array, alignment: number): Uint8Array {
  return Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);
}

/** A file with every kind of key and with Q4_1, Q8_0 and F32 tensors, as small as such a file can be. */
export function tinyModel(): FixtureFile {
  const q4 = Uint8Array.from(
    { length: 40 },
    (_, at) => [0x00, 0x2c, 0x66, 0xae][at % 20] ?? at * 37,
  );
  return {
    keys: [
      { key: "general.architecture", type: 8, value: text("llama") },
      { key: "general.file_type", type: 4, value: u32(3) },
      { key: "tiny.flag", type: 7, value: Uint8Array.of(1) },
      { key: "tiny.words", type: 9, value: Buffer.concat([u32(8), u64(2), text("a"), text("né")]) },
      { key: "tiny.numbers", type: 9, value: Buffer.concat([u32(5), u64(2), u32(1), u32(2)]) },
      { key: "tiny.wide", type: 10, value: u64(7) },
    ],
    tensors: [
      {
        name: "norm",
        dimensions: [3],
        type: 0,
        data: Uint8Array.from({ length: 12 }, (_, at) => at),
      },
      { name: "matrix", dimensions: [32, 2], type: 3, data: q4 },
      {
        name: "embedding",
        dimensions: [32],
        type: 8,
        data: Uint8Array.from({ length: 34 }, (_, at) => at),
      },
    ],
  };
}

/** The tiny model as it should come out, written by the fixture and not by the code under test. */
export function tinyAsQ8(): FixtureFile {
  const { keys, tensors, ...rest } = tinyModel();
  return {
    ...rest,
    keys: keys.map((key) => (key.key === "general.file_type" ? { ...key, value: u32(7) } : key)),
    tensors: tensors.map((tensor) =>
      tensor.type === 3 ? { ...tensor, type: 8, data: q4ToQ8(tensor.data) } : tensor,
    ),
  };
}
