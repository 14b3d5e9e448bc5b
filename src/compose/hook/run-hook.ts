import { mkdir, stat } from "node:fs/promises";
import { invalidInput, type Transcript } from "../../core/index.ts";
import {
  answerHook,
  type HookOutput,
  type HookSettings,
  readHookInput,
} from "../../integrations/index.ts";
import type { Places } from "../environment.ts";
import { hookDigest, hookHome } from "./hook-home.ts";
import { memoryFiles, tidyMemories } from "./memory-files.ts";

/** What an event is answered with. */
export interface HookOptions {
  /** What came on stdin. */
  readonly input: string;
  readonly settings: HookSettings;
  readonly profile: string;
  /** `null` for defaults. */
  readonly calibration: string | null;
  /** `null` takes the calibration's, or the default. */
  readonly detectors: readonly string[] | null;
  readonly places: Places;
}

/** What a hook says. */
export interface HookAnswer {
  /** For stdout; `null` is nothing. */
  readonly output: HookOutput;
  /** For stderr; none where all went well. */
  readonly notes: readonly string[];
}

/** Answers one event of a coding agent. Never rejects: whatever fails, the session goes on and a note says why. */
export async function runHook(options: HookOptions): Promise<HookAnswer> {
  const notes: string[] = [];
  try {
    return { output: await answered(options, notes), notes };
  } catch (error) {
    notes.push(error instanceof Error ? error.message : String(error));
    return { output: null, notes };
  }
}

async function answered(options: HookOptions, notes: string[]): Promise<HookOutput> {
  const read = readHookInput(options.input);
  if (read.kind === "malformed") {
    notes.push(`what came on stdin is no hook event: ${read.reason}`);
    return null;
  }
  if (read.kind === "other") return null;
  const folder = hookHome(options.places);
  await mkdir(folder, { recursive: true });
  const digest = await hookDigest(folder);
  return await answerHook(read.event, {
    settings: options.settings,
    memory: memoryFiles(folder),
    digest,
    readTranscript,
    async openGuard(cache) {
      await tidyMemories(folder, Date.now());
      // Only events that nobody waits for load the detectors.
      const { openHookGuard } = await import("./open-hook-guard.ts");
      return await openHookGuard({
        ...options,
        digest,
        cache,
        onNotice: (notice) => notes.push(notice),
      });
    },
    now: Date.now,
  });
}

/** Largest transcript that is read; a long session has some tens of megabytes. */
const mostTranscriptBytes = 256_000_000;

/** @throws TurncoatError `invalid-input` for one that is too large */
async function readTranscript(path: string): Promise<readonly Transcript[]> {
  const facts = await stat(path).catch(() => null);
  if (facts === null || !facts.isFile()) return [];
  if (facts.size > mostTranscriptBytes) {
    throw invalidInput(
      `${path} has ${facts.size} bytes, more than the ${mostTranscriptBytes} that are read`,
    );
  }
  // Most events find nothing turned, and look into no transcript.
  const { formatNamed } = await import("../../transcripts/index.ts");
  const { fileSource } = await import("../byte-source.ts");
  const found: Transcript[] = [];
  const source = await fileSource(path, { name: path });
  for await (const item of formatNamed("claude-code").read(source)) {
    if (item.kind === "transcript") found.push(item.transcript);
  }
  return found;
}
