import { invalidInput, type Profile } from "../core/index.ts";
import { detectors, type OpenedDetector } from "../detectors/index.ts";
import type { PullProgress } from "../models/index.ts";
import { nearestName } from "../profiles/index.ts";
import type { Places } from "./environment.ts";
import { detectorEmbedder } from "./keep-exemplars.ts";
import { defaultEmbedder, openEmbedder } from "./open-embedder.ts";

/** What a detector is opened with. */
export interface DetectorOptions {
  readonly profile: Profile;
  readonly places: Places;
  /** Threads of the local engine; default one less than the cores. */
  readonly threads?: number | undefined;
  /** What embeds, where a detector needs it; default `minilm`. */
  readonly embedder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onPull?: ((progress: PullProgress) => void) | undefined;
}

/** A detector that is ready; disposing of it also closes what was opened for it. */
export interface OpenDetector extends OpenedDetector, AsyncDisposable {}

/** The detector that is used unless told otherwise. */
export const defaultDetector = "exemplar";

/**
 * Opens the detector that a name stands for: the id of one of the list, or that and an argument after a
 * colon.
 *
 * @throws TurncoatError `invalid-input` for a name that the list does not have; else as the detector says
 */
export async function openDetector(spec: string, options: DetectorOptions): Promise<OpenDetector> {
  const { id, argument } = partsOf(spec);
  const kind = detectors.find((one) => one.id === id);
  if (kind === undefined) throw unknownDetector(id);
  const embedder = detectorEmbedder(
    () => openEmbedder(options.embedder ?? defaultEmbedder, options),
    options.places,
  );
  try {
    const { detector, map } = await kind.open({
      profile: options.profile,
      argument,
      signal: options.signal,
      openEmbedder: () => embedder.open(),
    });
    await embedder.endKeeping();
    return {
      detector,
      map,
      async [Symbol.asyncDispose]() {
        await detector[Symbol.asyncDispose]();
        await embedder[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await embedder[Symbol.asyncDispose]();
    throw error;
  }
}

function partsOf(spec: string): { readonly id: string; readonly argument: string | null } {
  const colon = spec.indexOf(":");
  if (colon === -1) return { id: spec, argument: null };
  return { id: spec.slice(0, colon), argument: spec.slice(colon + 1) };
}

function unknownDetector(id: string) {
  const known = detectors.map((one) => one.id);
  const nearest = nearestName(id, known);
  const question = nearest === null ? "" : `; did you mean ${nearest}?`;
  return invalidInput(`there is no detector ${id}${question}`, [`detectors: ${known.join(", ")}`]);
}
