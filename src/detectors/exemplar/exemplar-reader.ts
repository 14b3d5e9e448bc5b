import type { Profile, ScoreMap } from "../../core/index.ts";
import type { Embedder } from "../../ports/index.ts";
import { digest } from "../text/digest.ts";
import { bankMap } from "./bank-map.ts";
import { densityRatio, exemplarSet, kernels } from "./exemplar-set.ts";
import { exemplarTexts } from "./exemplar-texts.ts";

/** A profile's exemplars, embedded, for texts to be compared with. */
export interface ExemplarReader {
  /** From the score of a reply to nats, as the profile's own exemplars give it. */
  readonly map: ScoreMap;
  /** Score of a typical unwanted passage. */
  readonly typicalUnwanted: number;
  /** Changes with the exemplars, the embedder and the sharpness. */
  readonly fingerprint: string;
  /** How much more each text, taken whole, is like the unwanted exemplars than like the others; in order. */
  ratios(
    texts: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<readonly number[]>;
}

/** How exemplars are compared with. */
export interface ExemplarReaderOptions {
  readonly signal?: AbortSignal | undefined;
  /** How sharply similarity is read, above 0; default 10. */
  readonly sharpness?: number;
}

/**
 * Embeds what a profile has to compare with.
 *
 * @param embedder  stays the caller's to dispose of
 * @throws TurncoatError as the embedder throws
 */
export async function openExemplarReader(
  profile: Profile,
  embedder: Embedder,
  options: ExemplarReaderOptions = {},
): Promise<ExemplarReader> {
  const texts = exemplarTexts(profile);
  const embedded = await embedder.embed(
    texts.map(({ text }) => text),
    { signal: options.signal },
  );
  const set = exemplarSet(texts, embedded.vectors, {
    width: embedder.width,
    ...(options.sharpness === undefined ? {} : { sharpness: options.sharpness }),
  });
  return {
    ...bankMap(set),
    fingerprint: `${embedder.id}/${await digest(JSON.stringify([set.sharpness, texts]))}`,
    async ratios(asked, { signal } = {}) {
      const { vectors } = await embedder.embed(asked, { signal });
      return vectors.map((vector) => {
        // Nothing is left out, so both sides are there.
        return densityRatio(set, kernels(set, vector)) ?? 0;
      });
    },
  };
}
