import { z } from "zod";
import { invalidInput } from "../../core/index.ts";
import type { SessionReading } from "../../measure/index.ts";
import type { JournalEntry } from "../../ports/index.ts";
import type { TokenCount } from "../spending.ts";

const tokens = {
  evaluatedTokens: z.int().min(0),
  reusedTokens: z.int().min(0),
  generatedTokens: z.int().min(0),
};

const finish = z.enum(["stop", "length", "refused"]);

const reply = {
  item: z.string(),
  text: z.string(),
  finish,
  evidence: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("evidence"), nats: z.number() }),
    z.strictObject({ kind: z.literal("unscored"), reason: z.string() }),
  ]),
  missing: z.enum(["refused", "empty", "unscored"]).nullable(),
  seed: z.int().min(0),
  ...tokens,
  servedModel: z.string().optional(),
};

const recordSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("session-turn"),
    session: z.int().min(0),
    turn: z.int().min(0),
    ...reply,
  }),
  z.strictObject({
    kind: z.literal("session-fork"),
    session: z.int().min(0),
    age: z.int().min(0),
    ...reply,
  }),
  z.strictObject({
    kind: z.literal("session-task"),
    session: z.int().min(0),
    age: z.int().min(0),
    task: z.string(),
    text: z.string(),
    finish,
    correct: z.boolean().nullable(),
    ...tokens,
    servedModel: z.string().optional(),
  }),
]);

/** One finished piece of a session: a turn on the record, a fork, or a plain task. */
export type SessionEntry = z.output<typeof recordSchema>;
/** What a journal holds of sessions, by key. */
export type SessionContent = ReadonlyMap<string, SessionEntry>;

const prefix = "session/";

/** Whether a journal entry is of a session; the others are `readJournal`'s. */
export function isOfSession({ key }: JournalEntry): boolean {
  return key.startsWith(prefix);
}

/** Keys of a session's pieces, unique in a run. */
export function sessionKeys(behaviour: string, session: number) {
  const start = `${prefix}${behaviour}/${session}`;
  return {
    turn: (turn: number) => `${start}/turn/${turn}`,
    fork: (age: number, item: string) => `${start}/fork/${age}/${item}`,
    task: (age: number, task: string) => `${start}/task/${age}/${task}`,
  };
}

/**
 * Reads the journal's entries that are of sessions.
 *
 * @throws TurncoatError `invalid-input` naming the entry that another program or version wrote
 */
export function readSessions(entries: readonly JournalEntry[]): SessionContent {
  const content = new Map<string, SessionEntry>();
  for (const entry of entries.filter(isOfSession)) {
    const parsed = recordSchema.safeParse(entry.value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw invalidInput(
        `the journal's entry ${entry.key} is not one this version writes: ${issue?.path.join(".")}: ${issue?.message}`,
      );
    }
    content.set(entry.key, parsed.data);
  }
  return content;
}

/** What the sessions gave, in order of session, turn and age whatever that of finishing. */
export function sessionReadings(content: SessionContent): SessionReading[] {
  const entries = [...content.values()];
  const indices = [...new Set(entries.map(({ session }) => session))].sort((a, b) => a - b);
  return indices.map((index) => {
    const own = entries.filter(({ session }) => session === index);
    const turns = own
      .filter((entry) => entry.kind === "session-turn")
      .toSorted((a, b) => a.turn - b.turn)
      .map(({ evidence, missing }) => ({ evidence, missing }));
    const forks = own
      .filter((entry) => entry.kind === "session-fork")
      .toSorted((a, b) => a.age - b.age || (a.item < b.item ? -1 : 1))
      .map(({ age, evidence, missing }) => ({ age, evidence, missing }));
    const tasks = own
      .filter((entry) => entry.kind === "session-task")
      .toSorted((a, b) => a.age - b.age || (a.task < b.task ? -1 : 1))
      .map(({ age, correct }) => ({ age, correct }));
    return { index, turns, forks, tasks };
  });
}

/** Tokens that sessions have sent and received, and the replies they came in. */
export function sessionTokens(content: SessionContent): TokenCount & { readonly requests: number } {
  const entries = [...content.values()];
  const sum = (count: (entry: SessionEntry) => number) =>
    entries.reduce((all, entry) => all + count(entry), 0);
  return {
    requests: entries.length,
    promptTokens: sum(({ evaluatedTokens, reusedTokens }) => evaluatedTokens + reusedTokens),
    generatedTokens: sum(({ generatedTokens }) => generatedTokens),
  };
}
