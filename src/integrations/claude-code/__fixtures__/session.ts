import { createHmac } from "node:crypto";
import { policyFrom, defaultGuardCosts } from "../../../contain/index.ts";
import {
  defaultCalibration,
  defaultDependence,
  type Evidence,
  type GuardLogEntry,
  type Transcript,
  type TranscriptMark,
  type TranscriptMessage,
  textOf,
} from "../../../core/index.ts";
import { createGuard, guardDefaults } from "../../../guard/index.ts";
import { answerHook } from "../answer-hook.ts";
import { readHookInput } from "../hook-event.ts";
import type { HookOutput, HookParts } from "../hook-parts.ts";
import { defaultHookSettings, type HookSettings } from "../hook-settings.ts";
import type { SessionMemory } from "../session-memory.ts";

const digest = (text: string) =>
  createHmac("sha256", "a key of the tests").update(text).digest("base64url").slice(0, 22);

/** A session that is played event by event, with everything that is not pure in memory. */
export interface PlayedSession {
  /** Transcripts by path, as the importer gives them. */
  readonly files: Map<string, readonly Transcript[]>;
  readonly memories: Map<string, SessionMemory>;
  /** Texts that the detector was asked about, in order. */
  readonly asked: string[];
  /** Milliseconds since 1970; may be moved. */
  now: number;
  tell(event: Readonly<Record<string, unknown>>): Promise<HookOutput>;
}

/** Rude is +4 nats, kind −4, anything else cannot be read. */
function evidenceOf(text: string): Evidence {
  if (text.includes("rude")) return { kind: "evidence", nats: 4 };
  if (text.includes("kind")) return { kind: "evidence", nats: -4 };
  return { kind: "unscored", reason: "no word of the list" };
}

/** See {@link PlayedSession}. */
export function playedSession(settings: Partial<HookSettings> = {}): PlayedSession {
  const files = new Map<string, readonly Transcript[]>();
  const memories = new Map<string, SessionMemory>();
  const asked: string[] = [];
  const parts: HookParts = {
    settings: { ...defaultHookSettings, ...settings },
    digest,
    memory: {
      read: async (key) => memories.get(key) ?? null,
      update: async (key, change) => void memories.set(key, change(memories.get(key) ?? null)),
    },
    readTranscript: async (path) => files.get(path) ?? [],
    now: () => session.now,
    async openGuard(cache) {
      const guard = createGuard({
        ...guardDefaults,
        id: "guard-1",
        cache,
        log: memoryLog(),
        forks: null,
        policy: policyFrom({
          calibration: defaultCalibration,
          dependence: defaultDependence,
          costs: defaultGuardCosts,
        }),
        calibration: defaultCalibration,
        dependence: defaultDependence,
        isCalibrated: false,
        inoculation: "It is fine.",
        digest,
        now: () => session.now,
        onEvent: () => undefined,
        reader: {
          version: "words-1",
          isDeterministic: true,
          backlog: 0,
          async read(turns) {
            return turns.map(({ path, at }) => {
              const text = textOf(path[at] ?? { parts: [] });
              asked.push(text);
              return evidenceOf(text);
            });
          },
          async [Symbol.asyncDispose]() {},
        },
      });
      return { guard, async [Symbol.asyncDispose]() {} };
    },
  };
  const session: PlayedSession = {
    files,
    memories,
    asked,
    now: Date.UTC(2026, 10, 25),
    async tell(event) {
      session.now += 1_000;
      const read = readHookInput(JSON.stringify({ session_id: "s1", ...event }));
      return read.kind === "event" ? await answerHook(read.event, parts) : null;
    },
  };
  return session;
}

function memoryLog() {
  const entries: GuardLogEntry[] = [];
  return {
    read: async () => entries,
    append: async (_key: string, added: readonly GuardLogEntry[]) => void entries.push(...added),
    check: async () => null,
    async [Symbol.asyncDispose]() {},
  };
}

/** One message as people write them, e.g. `user: hello`, with an id of its own where a branch needs one. */
export type Said = `${"user" | "assistant"}: ${string}`;

/** A transcript whose messages follow one another. */
export function transcript(
  said: readonly Said[],
  facts: { readonly id?: string; readonly marks?: readonly TranscriptMark[]; readonly prefix?: string } = {},
): Transcript {
  const { id = "s1", marks = [], prefix = "m" } = facts;
  const messages = said.map((one, index): TranscriptMessage => {
    const colon = one.indexOf(": ");
    return {
      id: `${prefix}${index}`,
      parent: index === 0 ? null : `${prefix}${index - 1}`,
      role: one.startsWith("user") ? "user" : "assistant",
      parts: [{ kind: "text", text: one.slice(colon + 2) }],
      provenance: "imported",
      at: `2026-03-04T05:06:${String(index).padStart(2, "0")}.000Z`,
      model: null,
      reachedModel: true,
      line: index + 1,
      extra: {},
    };
  });
  const leaf = messages.at(-1)?.id ?? null;
  return { id, source: "s.jsonl", line: 1, format: "claude-code", messages, leaf, marks, extra: {} };
}
