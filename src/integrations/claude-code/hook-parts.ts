import type { Digest } from "../../contain/index.ts";
import type { Transcript } from "../../core/index.ts";
import type { Guard } from "../../guard/index.ts";
import type { EvidenceCache } from "../../ports/index.ts";
import type { HookSettings } from "./hook-settings.ts";
import type { MemoryStore } from "./session-memory.ts";

/** What answering an event takes; everything that is not pure comes in here. */
export interface HookParts {
  readonly settings: HookSettings;
  readonly memory: MemoryStore;
  readonly digest: Digest;
  /** The transcripts of a file of the session; none where there is no such file. */
  readTranscript(path: string): Promise<readonly Transcript[]>;
  /** Opens what reads turns: slow, so that only events which nobody waits for ask for it. */
  openGuard(cache: EvidenceCache): Promise<{ readonly guard: Guard } & AsyncDisposable>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** What a hook writes on stdout; `null` is nothing at all. */
export type HookOutput = {
  readonly systemMessage?: string;
  readonly decision?: "block";
  readonly reason?: string;
  readonly hookSpecificOutput?: Readonly<Record<string, string>>;
} | null;
