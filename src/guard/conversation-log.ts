import { type Edit, type GuardLogEntry, TurncoatError } from "../core/index.ts";
import { boundedMap } from "./bounded-map.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type LogState, logState } from "./log-state.ts";

/** What the log says of a conversation, or what this process remembers where the log is silent. */
export type LogReading =
  | { readonly kind: "known"; readonly state: LogState }
  /** The log cannot be read; `edits` are those that this process has seen in it. */
  | { readonly kind: "down"; readonly edits: readonly Edit[]; readonly failure: TurncoatError };

/** The action log as the guard uses it: its failures are counted, and what decides here is pinned in it. */
export interface ConversationLog {
  read(key: string): Promise<LogReading>;
  /**
   * Appends, with the pin in front where `reading` has not got this guard's.
   *
   * @returns `null` once it is kept; the failure, counted, where it cannot be
   */
  append(
    key: string,
    entries: readonly GuardLogEntry[],
    reading: LogReading,
  ): Promise<TurncoatError | null>;
}

/** Most conversations whose edits are remembered for when the log is down. */
const remembered = 10_000;

/** See {@link ConversationLog}. */
export function conversationLog({
  id,
  log,
  now,
  onEvent,
}: Pick<GuardParts, "id" | "log" | "now" | "onEvent">): ConversationLog {
  const edits = boundedMap<readonly Edit[]>(remembered);
  return {
    async read(key) {
      try {
        const state = logState(await log.read(key));
        if (state.edits.length > 0) edits.set(key, state.edits);
        return { kind: "known", state };
      } catch (error) {
        const failure = storeFailure(error);
        onEvent({ kind: "store-failed", operation: "read", reason: failure.message });
        return { kind: "down", edits: edits.get(key) ?? [], failure };
      }
    },
    async append(key, entries, reading) {
      const isPinned = reading.kind === "down" || reading.state.pinned === id;
      const at = new Date(now()).toISOString();
      const pin: readonly GuardLogEntry[] = isPinned ? [] : [{ kind: "pinned", at, guard: id }];
      const made = entries.flatMap((entry) => (entry.kind === "acted" ? entry.edits : []));
      try {
        await log.append(key, [...pin, ...entries]);
      } catch (error) {
        const failure = storeFailure(error);
        onEvent({ kind: "store-failed", operation: "append", reason: failure.message });
        return failure;
      }
      if (made.length > 0) edits.set(key, [...(edits.get(key) ?? []), ...made]);
      return null;
    },
  };
}

/** The failure of a store; anything else is a fault of the program and goes on. */
function storeFailure(error: unknown): TurncoatError {
  if (error instanceof TurncoatError && error.failure.kind === "store") return error;
  throw error;
}
