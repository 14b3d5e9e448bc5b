import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallItem } from "../../test/small/small-behaviour.ts";
import { historyItems, planBlocks } from "./blocks.ts";

const bank = (size: number, id = "kind") => ({
  id,
  items: Array.from({ length: size }, (_, index) => smallItem(index + 1)),
  styles: ["sea", "law", "ode"],
});
const design = fc.record({
  size: fc.integer({ min: 16, max: 40 }),
  probesPerBlock: fc.integer({ min: 1, max: 4 }),
  blocks: fc.integer({ min: 1, max: 15 }),
  seed: fc.integer(),
});

describe("planBlocks", () => {
  it("never lets a probe meet itself in the history, and repeats no item within a block", () => {
    fc.assert(
      fc.property(design, ({ size, ...rest }) => {
        for (const { probes, history } of planBlocks(bank(size), rest)) {
          const ids = [...probes, ...history].map(({ id }) => id);
          expect(new Set(ids).size).toBe(rest.probesPerBlock + historyItems);
        }
      }),
    );
  });

  it("gives the number of blocks asked for, numbered, with styles in turn", () => {
    const blocks = planBlocks(bank(24), { blocks: 5, probesPerBlock: 4, seed: 1 });
    expect(blocks.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(blocks.map(({ style }) => style)).toEqual(["sea", "law", "ode", "sea", "law"]);
  });

  it("probes no item twice in a round, and all of them where whole blocks fit", () => {
    fc.assert(
      fc.property(design, ({ size, ...rest }) => {
        const perRound = Math.floor(size / rest.probesPerBlock);
        const blocks = planBlocks(bank(size), { ...rest, blocks: 3 * perRound });
        for (const round of [0, 1, 2]) {
          const probed = blocks
            .slice(round * perRound, (round + 1) * perRound)
            .flatMap(({ probes }) => probes.map(({ id }) => id));
          expect(new Set(probed).size).toBe(perRound * rest.probesPerBlock);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("draws the same from the same seed, and otherwise something else", () => {
    const of = (seed: number, id?: string) =>
      planBlocks(bank(24, id), { blocks: 6, probesPerBlock: 4, seed });
    expect(of(7)).toEqual(of(7));
    expect(of(8)).not.toEqual(of(7));
    expect(of(7, "honest")).not.toEqual(of(7));
  });

  it("names the bank that cannot fill a block", () => {
    expect(() => planBlocks(bank(15), { blocks: 1, probesPerBlock: 4, seed: 0 })).toThrow(
      "kind has 15 items; a block needs 4 to probe and 12 for its history",
    );
  });
});
