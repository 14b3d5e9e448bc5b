import type { Item } from "../core/index.ts";
import { seededRandom, seedFor, shuffled } from "../math/index.ts";

/** A seeded draw of probe items and of history items that do not meet them. */
export interface Block {
  readonly index: number;
  /** Items that are probed off the record. */
  readonly probes: readonly Item[];
  /** Items whose questions make the histories, in this order in every arm. */
  readonly history: readonly Item[];
  /** Style that this block's style turns are written in. */
  readonly style: string;
}

/** How many blocks of how many probe items. */
export interface BlockDesign {
  readonly blocks: number;
  readonly probesPerBlock: number;
  readonly seed: number;
}

/** Questions that a history can hold: the longest arm has eleven turns. */
export const historyItems = 12;

/**
 * Blocks that go round the bank: within one round no item is probed twice, and every item of a bank is
 * probed once before any is probed again (as far as whole blocks allow). Styles take turns.
 *
 * @throws RangeError if the bank cannot fill a block
 */
export function planBlocks(
  bank: {
    readonly id: string;
    readonly items: readonly Item[];
    readonly styles: readonly string[];
  },
  design: BlockDesign,
): Block[] {
  const { blocks, probesPerBlock, seed } = design;
  if (bank.items.length < probesPerBlock + historyItems) {
    throw new RangeError(
      `${bank.id} has ${bank.items.length} items; a block needs ${probesPerBlock} to probe and ${historyItems} for its history`,
    );
  }
  const random = seededRandom(seedFor(seed, `blocks/${bank.id}`));
  let round: Item[] = [];
  return Array.from({ length: blocks }, (_, index) => {
    if (round.length < probesPerBlock) round = shuffled(bank.items, random);
    const probes = round.splice(0, probesPerBlock);
    const rest = bank.items.filter((item) => !probes.includes(item));
    const history = shuffled(rest, random).slice(0, historyItems);
    return { index, probes, history, style: bank.styles[index % bank.styles.length] ?? "" };
  });
}
