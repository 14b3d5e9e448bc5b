import { z } from "zod";
import type { Digest } from "../../contain/index.ts";
import type { HookEvent } from "./hook-event.ts";
import type { HookSettings } from "./hook-settings.ts";

const probability = z.number().min(0).max(1);

const standingSchema = z.object({
  belief: z.object({ loyal: probability, masked: probability, turned: probability }),
  /** The user's prompt, counted from 1, that was answered when it most probably turned; `null` where that is not known. */
  turn: z.int().min(1).nullable(),
  /** Id in the transcript of the reply at which it turned; `null` where it is not in there. */
  message: z.string().nullable(),
  /** When that reply was given, or read first; ISO, UTC. */
  since: z.string(),
  scored: z.int().min(0),
  unscored: z.int().min(0),
  isCalibrated: z.boolean(),
});

/** What is kept of a session between its events, each of which is a process of its own. No content. */
export const sessionMemorySchema = z.object({
  format: z.literal("turncoat/hook@1"),
  /** When the event came that this is from, in milliseconds since 1970: an older one never overwrites a newer. */
  askedAt: z.number().min(0),
  /** How the conversation stands; `null` while nothing of it was read. */
  standing: standingSchema.nullable(),
  /** Whether a prompt was stopped for it: once is enough to tell the user. */
  isTold: z.boolean(),
  /** Nats of turns by key, so that no turn is read twice; oldest first. */
  evidence: z.array(z.tuple([z.string(), z.number()])),
});

/** See {@link sessionMemorySchema}. */
export type SessionMemory = z.output<typeof sessionMemorySchema>;
/** How a conversation stands. */
export type Standing = z.output<typeof standingSchema>;

/** Keeps memories: read whole, changed one event at a time. */
export interface MemoryStore {
  /** `null` where there is none, or it cannot be read as one. */
  read(key: string): Promise<SessionMemory | null>;
  /**
   * Changes what is kept, alone, whatever other processes do.
   *
   * @throws TurncoatError `store` when it cannot be kept
   */
  update(key: string, change: (current: SessionMemory | null) => SessionMemory): Promise<void>;
}

/** Name of what is kept of a session, or of one of its subagents. */
export function memoryKey(
  { session_id, agent_id }: Pick<HookEvent, "session_id" | "agent_id">,
  digest: Digest,
): string {
  return digest(JSON.stringify(["hook", session_id, agent_id ?? null]));
}

/** A memory of nothing, as after a clear. */
export function emptyMemory(askedAt: number): SessionMemory {
  return { format: "turncoat/hook@1", askedAt, standing: null, isTold: false, evidence: [] };
}

/** How it stands where it has turned; `null` where it has not, or nothing is known. */
export function turnedStanding(
  memory: SessionMemory | null,
  { turnedAbove }: Pick<HookSettings, "turnedAbove">,
): Standing | null {
  const standing = memory?.standing ?? null;
  return standing !== null && standing.belief.turned > turnedAbove ? standing : null;
}

/** Most turns whose evidence is kept; those of a longer session are read anew. */
const mostEvidence = 4_000;

/**
 * What is kept after an event, beside what another has kept meanwhile.
 *
 * @param next  from the event
 */
export function mergedMemory(current: SessionMemory | null, next: SessionMemory): SessionMemory {
  const evidence = new Map([...(current?.evidence ?? []), ...next.evidence]);
  const kept = [...evidence].slice(-mostEvidence);
  if (current !== null && current.askedAt > next.askedAt) return { ...current, evidence: kept };
  const isSame = current?.standing?.message === next.standing?.message;
  return { ...next, isTold: isSame && current?.isTold === true, evidence: kept };
}
