import { createHash } from "node:crypto";
import { type Behaviour, invalidInput, type TurncoatError } from "../core/index.ts";
import { type DetectorKind, detectors } from "../detectors/index.ts";
import { natsOf } from "../measure/index.ts";
import type { PullProgress } from "../models/index.ts";
import { profileOfBehaviour } from "../profiles/index.ts";
import type { ReplyReader } from "../readouts/index.ts";
import { canonicalJson } from "../stores/index.ts";
import { detectorResources } from "./detector-resources.ts";
import type { Places } from "./environment.ts";

/** What replies are read with. */
export interface ReplyReaderOptions {
  readonly behaviours: readonly Behaviour[];
  /** Default: the first of the list of detectors. */
  readonly detector?: DetectorKind | undefined;
  readonly places: Places;
  readonly threads: number;
  readonly signal: AbortSignal;
  onPull(progress: PullProgress): void;
}

/** A detector for each behaviour, made of that behaviour's own replies. */
export interface ReplyReaders extends AsyncDisposable {
  readerOf(behaviour: Behaviour): ReplyReader;
  /** Everything that decides a reading, as one short text. */
  readonly version: string;
}

/**
 * Opens a detector for each behaviour: a reply that is off-profile in one is read against that one alone.
 *
 * @throws TurncoatError when the detector cannot be opened, or knows no map from scores to evidence
 */
export async function openReplyReaders(options: ReplyReaderOptions): Promise<ReplyReaders> {
  const kind = options.detector ?? detectors[0];
  if (kind === undefined) throw new RangeError("the list of detectors is empty");
  const resources = detectorResources(options);
  const opened = new Map<string, ReplyReader>();
  const versions: object[] = [];
  const close = async () => {
    for (const { detector } of opened.values()) await detector[Symbol.asyncDispose]();
    await resources[Symbol.asyncDispose]();
  };
  try {
    for (const behaviour of options.behaviours) {
      const { detector, map } = await kind.open(resources.for(profileOfBehaviour(behaviour), null));
      if (map === null) throw withoutMap(kind.id);
      opened.set(behaviour.id, { detector, nats: (score) => natsOf(map, [score]) });
      versions.push({ id: detector.id, version: detector.version, map });
    }
    await resources.endKeeping();
  } catch (error) {
    await close();
    throw error;
  }
  const fingerprint = createHash("sha256").update(canonicalJson({ versions })).digest("hex");
  return {
    version: `${kind.id} ${fingerprint.slice(0, 16)}`,
    readerOf: ({ id }) => opened.get(id) ?? notOpened(id),
    [Symbol.asyncDispose]: close,
  };
}

function withoutMap(id: string): TurncoatError {
  return invalidInput(
    `the detector ${id} knows no map from its scores to evidence; drawn replies need one that does`,
  );
}

function notOpened(id: string): never {
  throw new RangeError(`no detector was opened for the behaviour ${id}`);
}
