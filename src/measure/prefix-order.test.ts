import fc from "fast-check";
import { expect, it } from "vitest";
import { prefixCost, prefixOrder } from "./prefix-order.ts";

const sequence = fc.array(fc.constantFrom("a", "b", "ab"), { maxLength: 6 });
const inOrder = (sequences: string[][]) => prefixOrder(sequences).map((i) => sequences[i] ?? []);

/** Distinct prefixes: what any order has to evaluate at least once. */
function treeEdges(sequences: readonly string[][]): number {
  const prefixes = new Set<string>();
  for (const one of sequences) {
    for (let end = 1; end <= one.length; end++) prefixes.add(JSON.stringify(one.slice(0, end)));
  }
  return prefixes.size;
}

it("evaluates every edge of the prefix tree exactly once", () => {
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 12 }), (sequences) => {
      const { evaluated, reused } = prefixCost(inOrder(sequences), () => 1);
      expect(evaluated).toBe(treeEdges(sequences));
      expect(evaluated + reused).toBe(sequences.reduce((sum, one) => sum + one.length, 0));
    }),
  );
});

it("is an order: every sequence once", () => {
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 12 }), (sequences) => {
      expect(prefixOrder(sequences).toSorted((a, b) => a - b)).toEqual(sequences.map((_, i) => i));
    }),
  );
});

it("beats the order of writing where branches alternate", () => {
  const sequences = [
    ["s", "a", "1"],
    ["s", "b", "1"],
    ["s", "a", "2"],
    ["s", "b", "2"],
  ];
  expect(prefixCost(sequences, () => 1).evaluated).toBe(9);
  expect(prefixCost(inOrder(sequences), () => 1).evaluated).toBe(7);
});
