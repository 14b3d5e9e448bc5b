import { readFileSync } from "node:fs";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import { TurncoatError } from "../../src/core/index.ts";
import {
  type EmbeddedModel,
  modelEntry,
  modelPath,
  openEmbedded,
  pullModel,
} from "../../src/models/index.ts";
import type { ChatMessage } from "../../src/ports/index.ts";

/** One conversation and reply of the golden file; log-probabilities in nats. */
export interface GoldenCase {
  readonly name: string;
  readonly messages: readonly ChatMessage[];
  readonly reply: string;
  readonly promptText: string;
  readonly promptTokens: readonly number[];
  readonly replyTokens: readonly number[];
  readonly tokenLogprobs: readonly number[];
  readonly totalLogprob: number;
}

/** What worker/parity.py wrote. */
export interface Golden {
  readonly chatTemplate: string;
  readonly cases: readonly GoldenCase[];
}

const goldenUrl = new URL("../golden/parity-smollm2.json", import.meta.url);

// Its shape is checked where it is written: worker/test_golden.py.
export const golden = JSON.parse(readFileSync(goldenUrl, "utf8")) as Golden;

/** The golden case of that name. */
export function goldenCase(name: string): GoldenCase {
  const found = golden.cases.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`the golden file has no case "${name}"`);
  return found;
}

/**
 * Path of the pinned weights, pulled if they are not there. `null`, with a printed reason, where they
 * cannot be had, unless TURNCOAT_REQUIRE_MODELS is set: then it fails.
 */
async function weightsOrNull(): Promise<string | null> {
  const { models: folder, environment } = placesFromEnvironment();
  const entry = modelEntry("smollm2");
  try {
    await pullModel(entry, { folder, environment });
    return await modelPath(entry, { folder });
  } catch (error) {
    if (!(error instanceof TurncoatError) || process.env["TURNCOAT_REQUIRE_MODELS"]) throw error;
    console.warn(`tests with a model are skipped: ${error.message}`);
    return null;
  }
}

/** Path of the pinned Q8_0 weights, or `null` where the tests that need them have to be skipped. */
export const weights = await weightsOrNull();

/** Opens the embedded model on one thread, because the engine's threads spin. */
export async function openSmollm2(
  options: { readonly lanes?: number; readonly contextSize?: number } = {},
): Promise<EmbeddedModel> {
  const { lanes = 1, contextSize = 512 } = options;
  if (weights === null) throw new RangeError("there are no weights to open");
  return openEmbedded({ path: weights, id: "embedded:smollm2", threads: 1, lanes, contextSize });
}
