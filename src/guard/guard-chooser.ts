import type { Digest } from "../contain/index.ts";
import { TurncoatError } from "../core/index.ts";
import type { ActionLog } from "../ports/index.ts";
import { boundedMap } from "./bounded-map.ts";
import { conversationKey } from "./conversation-keys.ts";
import type { Guard, GuardEvent, GuardedConversation } from "./guard.ts";

/** The guards that there are. */
export interface LiveGuards {
  /** Decides over conversations that begin now. */
  readonly current: Guard;
  /** One that conversations began with before a reload; `null` once it is gone. */
  pinned(id: string): Guard | null;
}

/** Gives the guard that a conversation began with. */
export type GuardChooser = (
  conversation: Pick<GuardedConversation, "tenant" | "session" | "messages">,
  guards: LiveGuards,
) => Promise<Guard>;

/** Most conversations whose pin is remembered. */
const remembered = 50_000;

/**
 * A reload affects new conversations only: others keep the guard that their log names. Where that one is gone, or
 * the log cannot be read, the current one goes on; it pins itself in the log with the next thing that it logs.
 */
export function createGuardChooser(parts: {
  readonly log: ActionLog;
  readonly digest: Digest;
  onEvent(event: GuardEvent): void;
}): GuardChooser {
  const pins = boundedMap<string>(remembered);
  return async (conversation, { current, pinned }) => {
    const key = conversationKey(conversation, parts.digest);
    const id = pins.get(key) ?? (await pinOf(parts, key));
    const guard = id === null || id === current.id ? current : (pinned(id) ?? current);
    if (id !== null) pins.set(key, guard.id);
    return guard;
  };
}

async function pinOf(
  { log, onEvent }: Parameters<typeof createGuardChooser>[0],
  key: string,
): Promise<string | null> {
  try {
    const entries = await log.read(key);
    return entries.findLast((entry) => entry.kind === "pinned")?.guard ?? null;
  } catch (error) {
    if (!(error instanceof TurncoatError) || error.failure.kind !== "store") throw error;
    onEvent({ kind: "store-failed", operation: "read", reason: error.message });
    return null;
  }
}
