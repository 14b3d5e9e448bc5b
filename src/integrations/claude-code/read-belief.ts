import type { GuardBelief } from "../../guard/index.ts";
import type { HookEvent } from "./hook-event.ts";
import type { HookOutput, HookParts } from "./hook-parts.ts";
import { recoveredMessage, turnedMessage } from "./hook-words.ts";
import { rememberedEvidence } from "./remembered-evidence.ts";
import {
  emptyMemory,
  memoryKey,
  mergedMemory,
  type Standing,
  turnedStanding,
} from "./session-memory.ts";
import { isPrompt, linkedMessages, sessionMessages, unwrittenId } from "./session-messages.ts";

/** Where the conversation stands that is to be read. */
export interface BeliefSource {
  /** `null` where the event names none. */
  readonly path: string | null;
  readonly lastReply: string | null;
}

/**
 * Reads the replies of a session that nobody has read, and keeps how it stands. Takes as long as the detectors do.
 *
 * @returns the belief for the user's screen where it has turned or recovered
 */
export async function readBelief(
  event: HookEvent,
  { path, lastReply }: BeliefSource,
  parts: HookParts,
): Promise<HookOutput> {
  const { memory, digest, settings } = parts;
  const askedAt = parts.now();
  const key = memoryKey(event, digest);
  const before = await memory.read(key);
  const transcripts = path === null ? [] : await parts.readTranscript(path);
  const agent = event.agent_id ?? null;
  const messages = linkedMessages(sessionMessages(transcripts, { agent, lastReply }), digest);
  if (!messages.some(({ message }) => message.role === "assistant")) return null;
  const cache = rememberedEvidence(before?.evidence ?? []);
  await using opened = await parts.openGuard(cache);
  const conversation = { tenant: "local", session: key, messages, earlier: [], isEditable: false };
  // Nothing can be edited here, so that enforcing only means to read every turn first.
  const { belief } = await opened.guard.prepare(conversation, { mode: "enforce" });
  const standing = belief === null ? null : standingOf(belief, { messages, askedAt });
  const next = { ...emptyMemory(askedAt), standing, evidence: cache.entries() };
  await memory.update(key, (current) => mergedMemory(current, next));
  const turned = turnedStanding(next, settings);
  if (turned !== null) return { systemMessage: turnedMessage(turned) };
  const hasRecovered = turnedStanding(before, settings) !== null && standing !== null;
  return hasRecovered ? { systemMessage: recoveredMessage(standing) } : null;
}

interface Read {
  readonly messages: ReturnType<typeof linkedMessages>;
  readonly askedAt: number;
}

function standingOf(found: GuardBelief, { messages, askedAt }: Read): Standing {
  const { belief, flipAt, scored, unscored, isCalibrated } = found;
  const flipped = flipAt === null ? null : (messages[flipAt]?.message ?? null);
  const prompts = messages.slice(0, flipAt ?? 0).filter(({ message }) => isPrompt(message)).length;
  return {
    belief,
    turn: prompts === 0 ? null : prompts,
    message: flipped === null || flipped.id === unwrittenId ? null : flipped.id,
    since: flipped?.at ?? new Date(askedAt).toISOString(),
    ...{ scored, unscored, isCalibrated },
  };
}
