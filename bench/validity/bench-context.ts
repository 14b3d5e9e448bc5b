import { join } from "node:path";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import { loadProfile } from "../../src/compose/load-profile.ts";
import { openEmbedder } from "../../src/compose/open-embedder.ts";
import type { Profile, ScoreMap, TranscriptMessage, TranscriptRole } from "../../src/core/index.ts";
import { openExemplarDetector } from "../../src/detectors/index.ts";
import { cachedEmbedder } from "../../src/embeddings/index.ts";
import { seededRandom, seedFor } from "../../src/math/index.ts";
import type { Detector, Embedder, TurnToScore } from "../../src/ports/index.ts";
import { scoreTurns } from "../../src/scan/index.ts";
import type { Random } from "../../src/stats/index.ts";
import { openFileScoreCache, openFileVectorCache } from "../../src/stores/index.ts";
import { type DataSets, dataSets, type Reply } from "./data-sets.ts";

/** What every section of the bench works with. */
export interface BenchContext extends AsyncDisposable {
  readonly data: DataSets;
  /** Where the sets lie. */
  readonly dataFolder: string;
  readonly profile: Profile;
  /** Keeps its vectors, so that a second run embeds nothing. */
  readonly embedder: Embedder;
  readonly detector: Detector;
  /** The profile's own map from score to nats. */
  readonly map: ScoreMap;
  /** A generator of its own for each name, so that sections do not move each other's draws. */
  random(name: string): Random;
  /** Scores of replies; null where there is nothing to read. In order. */
  scores(replies: readonly Reply[]): Promise<readonly (number | null)[]>;
}

/** Opens the default detector on the built-in profile `assistant`. */
export async function openBench(options: {
  readonly data: string;
  readonly threads: number;
}): Promise<BenchContext> {
  const places = placesFromEnvironment();
  const profile = await loadProfile("assistant");
  const model = await openEmbedder("minilm", { places, threads: options.threads });
  const folder = join(places.cache, "validity");
  const cache = await openFileVectorCache({
    folder,
    embedder: model.id,
    width: model.width,
    limit: 250_000,
  });
  const embedder = cachedEmbedder(model, cache);
  const { detector, map } = await openExemplarDetector(profile, embedder);
  if (map === null) throw new Error("the default detector has a map of its own");
  // Sections ask for the same replies again and again, and so does the next run.
  const kept = await openFileScoreCache({ folder, version: detector.version });
  const score = async (turns: readonly TurnToScore[]) => {
    const scored = await scoreTurns(turns, [detector], { cache: kept });
    return scored.flatMap(({ readings }) => readings);
  };
  return {
    data: dataSets(options.data),
    dataFolder: options.data,
    profile,
    embedder,
    detector,
    map,
    random: (name) => seededRandom(seedFor(0, name)),
    scores: (replies) => scoresOf({ score }, replies),
    async [Symbol.asyncDispose]() {
      await kept[Symbol.asyncDispose]();
      await detector[Symbol.asyncDispose]();
      await embedder[Symbol.asyncDispose]();
    },
  };
}

/** Scores in batches, so that vectors are kept along the way. */
export async function scoresOf(
  detector: Pick<Detector, "score">,
  replies: readonly Reply[],
): Promise<readonly (number | null)[]> {
  const scores: (number | null)[] = [];
  for (let start = 0; start < replies.length; start += 256) {
    const turns = replies.slice(start, start + 256).map((reply) => {
      const path = pathOf(reply);
      return { path, at: path.length - 1 };
    });
    for (const reading of await detector.score(turns)) {
      scores.push(reading.kind === "scored" ? reading.score : null);
    }
  }
  return scores;
}

/** A reply as the end of a conversation: system, user, assistant, as far as there is any. */
function pathOf({ system, question, text }: Reply): readonly TranscriptMessage[] {
  const said: (readonly [TranscriptRole, string])[] = [
    ...(system === null ? [] : [["system", system] as const]),
    ...(question === "" ? [] : [["user", question] as const]),
    ["assistant", text],
  ];
  return said.map(([role, content], index) => ({
    id: String(index),
    parent: index === 0 ? null : String(index - 1),
    role,
    parts: [{ kind: "text", text: content }],
    provenance: "imported",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
  }));
}
