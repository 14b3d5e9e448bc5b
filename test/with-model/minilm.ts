import { readFileSync } from "node:fs";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import { openEmbedder } from "../../src/compose/open-embedder.ts";
import { TurncoatError } from "../../src/core/index.ts";
import type { Embedder } from "../../src/ports/index.ts";

/** What worker/minilm.py wrote. */
export interface MiniLmGolden {
  readonly limit: number;
  readonly cases: readonly {
    readonly name: string;
    readonly text: string;
    readonly ids: readonly number[];
  }[];
  /** Of all pairs of cases. */
  readonly cosines: readonly (readonly number[])[];
  /** The first four numbers of each vector. */
  readonly first: readonly (readonly number[])[];
}

const goldenUrl = new URL("../golden/minilm.json", import.meta.url);

// Its shape is checked where it is written: worker/test_minilm.py.
export const golden = JSON.parse(readFileSync(goldenUrl, "utf8")) as MiniLmGolden;

/** Opens MiniLM on one thread, pulled if it is not there. */
export async function openTestMiniLm(): Promise<Embedder> {
  return openEmbedder("minilm", { places: placesFromEnvironment(), threads: 1 });
}

/** Whether MiniLM can be had; where not, with a printed reason, unless TURNCOAT_REQUIRE_MODELS is set: then it fails. */
async function isThere(): Promise<boolean> {
  try {
    await (await openTestMiniLm())[Symbol.asyncDispose]();
    return true;
  } catch (error) {
    if (!(error instanceof TurncoatError) || process.env["TURNCOAT_REQUIRE_MODELS"]) throw error;
    console.warn(`tests with MiniLM are skipped: ${error.message}`);
    return false;
  }
}

/** See {@link isThere}. */
export const hasMiniLm = await isThere();
