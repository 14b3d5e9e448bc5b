import { invalidInput } from "../core/index.ts";
import { type DetectorKind, detectors, type OpenedDetector } from "../detectors/index.ts";
import { nearestName } from "../profiles/index.ts";
import { type DetectorOptions, detectorResources } from "./detector-resources.ts";

/** A detector that is ready; disposing of it also closes what was opened for it. */
export interface OpenDetector extends OpenedDetector, AsyncDisposable {
  readonly subject: DetectorKind["subject"];
}

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
  const resources = detectorResources(options);
  try {
    const { detector, map } = await kind.open(resources.for(options.profile, argument));
    await resources.endKeeping();
    return {
      detector,
      map,
      subject: kind.subject,
      async [Symbol.asyncDispose]() {
        await detector[Symbol.asyncDispose]();
        await resources[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await resources[Symbol.asyncDispose]();
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
