import { invalidInput, type Profile } from "../core/index.ts";
import type { DetectorResources } from "../detectors/index.ts";
import type { PullProgress } from "../models/index.ts";
import type { Places } from "./environment.ts";
import { detectorEmbedder } from "./keep-exemplars.ts";
import { defaultThreads } from "./machine.ts";
import { openDetectorModule } from "./open-detector-module.ts";
import { defaultEmbedder, openEmbedder } from "./open-embedder.ts";
import { type OpenSubject, openSubject } from "./open-subject.ts";
import { postJson } from "./post-json.ts";

/** What detectors are opened with. */
export interface DetectorOptions {
  readonly profile: Profile;
  readonly places: Places;
  /** Threads of the local engine; default one less than the cores. */
  readonly threads?: number | undefined;
  /** What embeds, where a detector needs it; default `minilm`. */
  readonly embedder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onPull?: ((progress: PullProgress) => void) | undefined;
  readonly onNotice?: ((notice: string) => void) | undefined;
}

/** What detectors share; opened when first asked for, and disposed of here. */
export interface SharedResources extends AsyncDisposable {
  for(profile: Profile, argument: string | null): DetectorResources;
  /** Ends the keeping of exemplars' vectors: what is embedded from now on are turns. */
  endKeeping(): Promise<void>;
}

/** Tokens of the context of a local model that reads turns. */
const contextSize = 4096;

/** Opens nothing yet. */
export function detectorResources(options: Omit<DetectorOptions, "profile">): SharedResources {
  const { places, signal } = options;
  const embedder = detectorEmbedder(
    () => openEmbedder(options.embedder ?? defaultEmbedder, options),
    places,
  );
  const models = new Map<string, Promise<OpenSubject>>();
  const model = (spec: string, profile: Profile) => {
    const known = models.get(spec);
    if (known !== undefined) return known;
    const opened = openModel(spec, { ...options, profile });
    models.set(spec, opened);
    return opened;
  };
  return {
    for: (profile, argument) => ({
      profile,
      argument,
      signal,
      openEmbedder: () => embedder.open(),
      async openChat(spec) {
        const { chat, fingerprint, isRemote } = await model(spec, profile);
        return { chat, fingerprint, isDeterministic: !isRemote };
      },
      async openScorer(spec) {
        const { scorer, fingerprint } = await model(spec, profile);
        if (scorer === null) {
          throw invalidInput(
            `${spec} gives no log-probabilities of given replies; name a local model, e.g. embedded:smollm2`,
          );
        }
        return { scorer, fingerprint };
      },
      openModule: openDetectorModule,
      postJson,
    }),
    endKeeping: () => embedder.endKeeping(),
    async [Symbol.asyncDispose]() {
      await embedder[Symbol.asyncDispose]();
      for (const opened of models.values()) {
        // One that could not be opened has been told of where it was asked for.
        await (await opened.catch(() => null))?.[Symbol.asyncDispose]();
      }
    },
  };
}

function openModel(spec: string, options: DetectorOptions): Promise<OpenSubject> {
  const { profile, places, threads = defaultThreads(), signal, onPull, onNotice } = options;
  return openSubject(spec, {
    profile,
    places,
    threads,
    seed: 0,
    lanes: 1,
    contextSize,
    signal: signal ?? new AbortController().signal,
    onNotice: (notice) => onNotice?.(notice),
    onPull: (progress) => onPull?.(progress),
  });
}
