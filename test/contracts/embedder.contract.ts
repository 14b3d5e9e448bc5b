import { describe, expect, it } from "vitest";
import type { Embedder, Embeddings } from "../../src/ports/index.ts";

/** How an embedder is put under the contract. */
export interface EmbedderContractOptions {
  /** Opens the embedder; called once a test, which closes it. */
  readonly open: () => Promise<Embedder>;
  /** A text that is longer than the embedder reads. */
  readonly tooLong: string;
}

const short = "The ferry leaves at seven.";
const middle =
  "The ferry leaves the harbour at seven and reaches the island before noon, unless the wind turns.";
/** What logs hold besides prose. */
const odd = [
  "",
  " \n\t",
  "\ud800 alone",
  "\u0000\u0007",
  "😀🏽‍🚀",
  "日本語のテキスト",
  "z".repeat(9_000),
];
/** More than any batch holds, of many lengths. */
const many = Array.from({ length: 300 }, (_, index) =>
  `${index} ${"gull sand wave ".repeat(index % 7)}`.trim(),
);

/** What every {@link Embedder} does, whatever it embeds with. */
export function embedderContract(name: string, options: EmbedderContractOptions): void {
  const during = async <T>(use: (embedder: Embedder) => Promise<T>): Promise<T> => {
    const embedder = await options.open();
    try {
      return await use(embedder);
    } finally {
      await embedder[Symbol.asyncDispose]();
    }
  };
  describe(`${name} as an embedder: vectors`, () => vectorContract(during));
  describe(`${name} as an embedder: nothing but the text counts`, () =>
    companyContract(during, options.tooLong));
  describe(`${name} as an embedder: stopping`, () => stoppingContract(during));
}

type During = <T>(use: (embedder: Embedder) => Promise<T>) => Promise<T>;

function dot(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

function expectSame({ vectors }: Embeddings, others: readonly Float32Array[]): void {
  expect(vectors).toHaveLength(others.length);
  const closest = vectors.map((vector, index) => dot(vector, others[index] ?? vector.map(() => 0)));
  expect(Math.min(1, ...closest)).toBeGreaterThanOrEqual(1 - 1e-3);
}

function vectorContract(during: During): void {
  it("says who it is and how wide its vectors are", () =>
    during(async ({ id, width }) => {
      expect(id).toMatch(/^[a-z-]+:.+$/);
      expect(Number.isInteger(width) && width > 1).toBe(true);
    }));

  it("gives every text, however odd, one finite vector of length 1", () =>
    during(async (embedder) => {
      const { vectors } = await embedder.embed([short, middle, ...odd]);
      expect(vectors).toHaveLength(2 + odd.length);
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array);
        expect(vector).toHaveLength(embedder.width);
        expect(vector.every(Number.isFinite)).toBe(true);
        expect(Math.abs(dot(vector, vector) - 1)).toBeLessThan(1e-5);
      }
    }));

  it("gives no vectors for no texts", () =>
    during(async (embedder) => {
      expect(await embedder.embed([])).toEqual({ vectors: [], truncated: 0 });
    }));

  it("tells texts apart", () =>
    during(async (embedder) => {
      const [one, other] = (await embedder.embed([short, "Interest rates rose again."])).vectors;
      expect(one !== undefined && other !== undefined && dot(one, other)).toBeLessThan(0.9);
    }));
}

function companyContract(during: During, tooLong: string): void {
  it("gives a text the same vector alone, in any order and beside longer ones", () =>
    during(async (embedder) => {
      const texts = [short, middle, tooLong, "Gulls."];
      const alone: Float32Array[] = [];
      for (const text of texts) alone.push(...(await embedder.embed([text])).vectors);
      expectSame(await embedder.embed(texts), alone);
      expectSame(await embedder.embed(texts.toReversed()), alone.toReversed());
    }));

  it("keeps the order of more texts than it takes at a time", () =>
    during(async (embedder) => {
      const { vectors } = await embedder.embed(many);
      const some = many.flatMap((_, index) => (index % 37 === 0 ? [index] : []));
      for (const index of some) {
        const vector = vectors[index];
        expectSame(await embedder.embed([many[index] ?? ""]), vector === undefined ? [] : [vector]);
      }
    }));

  it("answers calls that overlap as it answers them one by one", () =>
    during(async (embedder) => {
      const batches = [many.slice(0, 20), many.slice(20, 25), [short, middle]];
      const together = await Promise.all(batches.map((batch) => embedder.embed(batch)));
      for (const [index, batch] of batches.entries()) {
        expectSame(await embedder.embed(batch), together[index]?.vectors ?? []);
      }
    }));

  it("counts the texts that it cut", () =>
    during(async (embedder) => {
      expect(
        (await embedder.embed([short, tooLong, middle, `${tooLong} ${short}`])).truncated,
      ).toBe(2);
      expect((await embedder.embed([short, middle])).truncated).toBe(0);
      expectSame(
        await embedder.embed([`${tooLong} ${short}`]),
        (await embedder.embed([tooLong])).vectors,
      );
    }));
}

function stoppingContract(during: During): void {
  it("ends as cancelled where the signal is aborted before, and goes on for others", () =>
    during(async (embedder) => {
      const before = await embedder.embed([short]);
      await expect(embedder.embed([short], { signal: AbortSignal.abort() })).rejects.toMatchObject({
        failure: { kind: "cancelled" },
      });
      expectSame(await embedder.embed([short]), before.vectors);
    }));

  it("ends as cancelled where the signal is aborted meanwhile", () =>
    during(async (embedder) => {
      const controller = new AbortController();
      const asked = embedder.embed(many, { signal: controller.signal });
      controller.abort();
      // One that had all its work done already may answer.
      const kind = await asked.then(
        () => "answered",
        (error: { readonly failure?: { readonly kind: string } }) => error.failure?.kind,
      );
      expect(["answered", "cancelled"]).toContain(kind);
      expect((await embedder.embed([short])).vectors).toHaveLength(1);
    }));
}
