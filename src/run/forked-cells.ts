import { behaviourOf, type Profile } from "../core/index.ts";
import { seedFor } from "../math/index.ts";
import type { ScorableCell } from "../measure/index.ts";
import type { ForkReader } from "../ports/index.ts";
import { asChat } from "./as-chat.ts";
import type { CellReader } from "./cell-reader.ts";
import type { ForkedCell } from "./journal.ts";

/** What cells are forked with. */
export interface Forking {
  readonly forks: ForkReader;
  readonly profile: Profile;
  /** Replies drawn in each cell, at least 1. */
  readonly samples: number;
  readonly seed: number;
}

/**
 * Reads cells by replies that are drawn in them. The arms of a block draw with the same seeds, so that
 * chance is paired as questions are.
 */
export function forkedCells({ forks, profile, samples, seed }: Forking): CellReader {
  return {
    async read(cell, signal) {
      const readings = await forks.read({
        context: cell.path.map(asChat),
        behaviour: behaviourOf(profile, cell.probed),
        seeds: seedsOf(cell, samples, seed),
        signal,
      });
      return { ...placeOf(cell), forks: readings.map((reading) => ({ ...reading })) };
    },
    unread: (cell, reason) => ({
      ...placeOf(cell),
      forks: seedsOf(cell, samples, seed).map(() => unread(reason)),
    }),
  };
}

// The seed names no arm: a block's arms share their draws as they share their questions.
function seedsOf({ behaviour, block, draw, item }: ScorableCell, samples: number, seed: number) {
  const place = `${behaviour}/${block}/${draw ?? "-"}/${item}/fork`;
  return Array.from({ length: samples }, (_, sample) => seedFor(seed, `${place}/${sample}`));
}

function unread(reason: string): ForkedCell["forks"][number] {
  const nothing = { evaluatedTokens: 0, reusedTokens: 0, generatedTokens: 0 };
  const evidence = { kind: "unscored", reason } as const;
  return { text: "", finish: "stop", evidence, missing: "unscored", ...nothing };
}

function placeOf({ behaviour, block, arm, draw, item }: ScorableCell) {
  return { kind: "forks", behaviour, block, arm, draw, item } as const;
}
