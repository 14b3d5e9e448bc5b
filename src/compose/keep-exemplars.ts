import { join } from "node:path";
import { TurncoatError } from "../core/index.ts";
import { cachedEmbedder } from "../embeddings/index.ts";
import type { Embedder } from "../ports/index.ts";
import { openFileVectorCache } from "../stores/index.ts";
import type { Places } from "./environment.ts";

/** An embedder that keeps the vectors of the first texts it is given. */
export interface ExemplarEmbedder extends Embedder {
  /** Ends the keeping: what is embedded from now on are turns, of which there is no end. */
  endKeeping(): void;
}

/**
 * Keeps the vectors of a detector's exemplars on disk, so that only the first start has to embed them. What a
 * detector embeds while it is opened are its exemplars; then {@link ExemplarEmbedder.endKeeping} is called.
 * Where the disk cannot be used, they are embedded anew, with a notice.
 */
export async function keepExemplars(
  inner: Embedder,
  places: Places,
  onNotice: (notice: string) => void = () => undefined,
): Promise<ExemplarEmbedder> {
  const keeping = await openKeeping(inner, places, onNotice);
  let current = keeping;
  return {
    id: inner.id,
    width: inner.width,
    embed: (texts, options) => current.embed(texts, options),
    endKeeping() {
      current = inner;
    },
    // Disposes of the inner one too.
    [Symbol.asyncDispose]: () => keeping[Symbol.asyncDispose](),
  };
}

/** An embedder for detectors that are opened one after another: opened once, when the first one asks. */
export interface DetectorEmbedder extends AsyncDisposable {
  open(): Promise<Embedder>;
  /** See {@link ExemplarEmbedder.endKeeping}. */
  endKeeping(): Promise<void>;
}

/** Opens an embedder when it is first asked for, and keeps exemplars until told otherwise. */
export function detectorEmbedder(open: () => Promise<Embedder>, places: Places): DetectorEmbedder {
  let opened: Promise<ExemplarEmbedder> | null = null;
  return {
    open() {
      opened ??= open().then((inner) => keepExemplars(inner, places));
      return opened;
    },
    async endKeeping() {
      (await opened)?.endKeeping();
    },
    async [Symbol.asyncDispose]() {
      // One that could not be opened has been told of where it was asked for.
      const embedder = await opened?.catch(() => null);
      await embedder?.[Symbol.asyncDispose]();
    },
  };
}

async function openKeeping(
  inner: Embedder,
  places: Places,
  onNotice: (notice: string) => void,
): Promise<Embedder> {
  const folder = join(places.cache, "vectors");
  try {
    const cache = await openFileVectorCache({ folder, embedder: inner.id, width: inner.width });
    for (const notice of cache.notices) onNotice(notice);
    return cachedEmbedder(inner, cache);
  } catch (error) {
    if (!(error instanceof TurncoatError)) throw error;
    onNotice(`exemplars are embedded anew at every start: ${error.message}`);
    return inner;
  }
}
