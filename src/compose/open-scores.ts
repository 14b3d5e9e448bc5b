import { join } from "node:path";
import type { Detector, ScoreCache } from "../ports/index.ts";
import { memoryScoreCache, openFileScoreCache } from "../stores/index.ts";
import type { Places } from "./environment.ts";

/** How kept scores are opened. */
export interface ScoresOptions {
  readonly places: Places;
  /** False keeps nothing beyond this run. */
  readonly cache?: boolean | undefined;
  readonly onNotice?: ((notice: string) => void) | undefined;
}

/** The scores kept for these detectors; whoever runs the same ones shares them. */
export async function openScores(
  detectors: readonly Pick<Detector, "id" | "version">[],
  { places, cache, onNotice }: ScoresOptions,
): Promise<ScoreCache> {
  if (cache === false) return memoryScoreCache();
  const version = detectors.map(({ id, version: own }) => `${id} ${own}`).join("\n");
  const kept = await openFileScoreCache({ folder: join(places.cache, "scores"), version });
  for (const notice of kept.notices) onNotice?.(notice);
  return kept;
}
