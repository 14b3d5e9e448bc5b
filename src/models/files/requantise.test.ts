import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Failure, TurncoatError } from "../../core/index.ts";
import {
  type FixtureFile,
  ggufBytes,
  padded,
  text,
  tinyAsQ8,
  tinyModel,
  u32,
  u64,
} from "./__fixtures__/tiny-gguf.ts";
import { requantise } from "./requantise.ts";

function requantised(source: Uint8Array): Buffer {
  return Buffer.concat([...requantise(source, "tiny.gguf")]);
}

function failureOf(source: Uint8Array): Failure {
  try {
    requantised(source);
  } catch (error) {
    if (error instanceof TurncoatError) return error.failure;
    throw error;
  }
  throw new Error("nothing was thrown");
}

it("turns Q4_1 tensors into Q8_0 and leaves all else as it was", () => {
  expect(requantised(ggufBytes(tinyModel()))).toEqual(Buffer.from(ggufBytes(tinyAsQ8())));
});

it("finds nothing to do the second time", () => {
  const once = requantised(ggufBytes(tinyModel()));
  expect(requantised(once)).toEqual(once);
});

it.each([8, 32, 256])("keeps an alignment of %i bytes", (alignment) => {
  const aligned = ({ keys, ...file }: FixtureFile): FixtureFile => ({
    ...file,
    alignment,
    keys: [{ key: "general.alignment", type: 4, value: u32(alignment) }, ...keys],
  });
  expect(requantised(ggufBytes(aligned(tinyModel())))).toEqual(
    Buffer.from(ggufBytes(aligned(tinyAsQ8()))),
  );
});

it("reads a file that does not say its type, and one whose last tensor is not padded", () => {
  const keyless = { ...tinyModel(), keys: [] };
  const bytes = ggufBytes(keyless);
  const unpadded = bytes.subarray(0, bytes.length - (32 - 2)); // 34 bytes padded to 64
  expect(requantised(unpadded)).toEqual(Buffer.from(ggufBytes({ ...tinyAsQ8(), keys: [] })));
});

it("reads from the middle of a larger buffer", () => {
  const bytes = ggufBytes(tinyModel());
  const shifted = Buffer.concat([Buffer.alloc(13), bytes]).subarray(13);
  expect(requantised(shifted)).toEqual(requantised(bytes));
});

describe("a file that cannot be used", () => {
  const valid = tinyModel();
  const [norm, matrix] = valid.tensors;
  if (norm === undefined || matrix === undefined) throw new Error("the fixture has three tensors");
  const key = (name: string, type: number, value: Uint8Array) => ({ key: name, type, value });

  it.each<[string, Uint8Array, string]>([
    ["empty", new Uint8Array(0), "it is not a GGUF file"],
    ["of another format", Buffer.from("PK\x03\x04 and more"), "it is not a GGUF file"],
    [
      "of version 2",
      ggufBytes({ ...valid, version: 2 }),
      "GGUF version 2 is not supported, only 3",
    ],
    [
      "big-endian",
      ggufBytes({ ...valid, version: 0x03000000 }),
      "GGUF version 50331648 is not supported, only 3",
    ],
    [
      "with an unknown tensor type",
      ggufBytes({ ...valid, tensors: [{ ...norm, type: 99 }] }),
      "tensor norm has the unknown type 99",
    ],
    [
      "with rows that are not whole blocks",
      ggufBytes({ ...valid, tensors: [{ ...matrix, dimensions: [2, 32] }] }),
      "tensor matrix has rows that are not whole blocks of 32",
    ],
    [
      "with five dimensions",
      ggufBytes({ ...valid, tensors: [{ ...norm, dimensions: [1, 1, 1, 1, 3] }] }),
      "tensor norm has 5 dimensions, not at most 4",
    ],
    [
      "with an empty tensor",
      ggufBytes({ ...valid, tensors: [{ ...norm, dimensions: [0] }] }),
      "tensor norm is empty or huge",
    ],
    [
      "with a huge tensor",
      ggufBytes({ ...valid, tensors: [{ ...norm, dimensions: [2 ** 40, 2 ** 40] }] }),
      "tensor norm is empty or huge",
    ],
    [
      "with a key twice",
      ggufBytes({ ...valid, keys: [key("a", 4, u32(1)), key("a", 4, u32(1))] }),
      "the key a stands twice",
    ],
    [
      "with an unknown value type",
      ggufBytes({ ...valid, keys: [key("a", 13, u32(1))] }),
      "key value type 13 is unknown",
    ],
    [
      "with an array of arrays",
      ggufBytes({ ...valid, keys: [key("a", 9, Buffer.concat([u32(9), u64(1)]))] }),
      "key value type 9 is unknown",
    ],
    [
      "whose type is text",
      ggufBytes({ ...valid, keys: [key("general.file_type", 8, text("3"))] }),
      "general.file_type has value type 8, not a 32-bit whole number",
    ],
    [
      "with an odd alignment",
      ggufBytes({ ...valid, keys: [key("general.alignment", 4, u32(24))] }),
      "its alignment is 24",
    ],
    [
      "with an alignment made to take memory",
      ggufBytes({ ...valid, keys: [key("general.alignment", 4, u32(2 ** 31))] }),
      "its alignment is 2147483648",
    ],
    [
      "with more tensors than it has bytes",
      Buffer.concat([Buffer.from("GGUF"), u32(3), Buffer.alloc(16, 0xff)]),
      "it holds the size 18446744073709552000",
    ],
    [
      "with gaps between tensors",
      ggufBytes({ ...valid, alignment: 64 }),
      "tensor matrix has offset 64, expected 32",
    ],
    [
      "with a scale that is infinite",
      ggufBytes({
        ...valid,
        tensors: [
          { ...matrix, data: Uint8Array.from({ length: 40 }, (_, at) => (at === 1 ? 0x7c : 0)) },
        ],
      }),
      "tensor matrix: half 0x7c00 is not finite",
    ],
  ])("%s", (_, bytes, reason) => {
    expect(failureOf(bytes)).toEqual({ kind: "model-file", path: "tiny.gguf", reason });
  });

  it("cut short anywhere", () => {
    const bytes = ggufBytes(valid);
    const needed = bytes.length - (32 - 2);
    for (let length = 4; length < needed; length++) {
      const failure = failureOf(bytes.subarray(0, length));
      expect(failure).toMatchObject({
        kind: "model-file",
        reason: expect.stringContaining("cut short"),
      });
    }
  });
});

describe("whatever the bytes, it ends in pieces or in a model-file failure", () => {
  function endsWell(bytes: Uint8Array): void {
    try {
      requantised(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(TurncoatError);
      expect(error).toMatchObject({ failure: { kind: "model-file" } });
    }
  }

  it("random bytes after a right start", () => {
    const start = Buffer.concat([Buffer.from("GGUF"), u32(3)]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (rest) =>
        endsWell(Buffer.concat([start, rest])),
      ),
      { numRuns: 2000 },
    );
  });

  it("a few bytes of a right file overwritten", () => {
    const bytes = ggufBytes(tinyModel());
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const broken = Uint8Array.from(bytes);
        for (const [at, value] of changes) broken[at] = value;
        endsWell(broken);
      }),
      { numRuns: 3000 },
    );
  });
});

it("writes whole aligned pieces", () => {
  for (const piece of requantise(ggufBytes(tinyModel()), "tiny.gguf")) {
    expect(piece.length).toBe(padded(piece, 32).length);
  }
});
