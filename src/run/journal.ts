import { z } from "zod";
import { invalidInput, type Score } from "../core/index.ts";
import type { Cell, CellReading } from "../measure/index.ts";
import type { JournalEntry } from "../ports/index.ts";

const scoreSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("scored"),
    totalLogprob: z.number().max(0),
    tokens: z.int().min(1),
  }),
  z.strictObject({ kind: z.literal("unscored"), reason: z.string() }),
]);

const cellSchema = z.strictObject({
  kind: z.literal("cell"),
  behaviour: z.string(),
  block: z.int().min(0),
  arm: z.string(),
  draw: z.int().min(0).nullable(),
  item: z.string(),
  scores: z.record(z.string(), scoreSchema),
  evaluatedTokens: z.int().min(0),
  reusedTokens: z.int().min(0),
});

const finishSchema = z.enum(["stop", "length", "refused"]);

const evidenceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("evidence"), nats: z.number() }),
  z.strictObject({ kind: z.literal("unscored"), reason: z.string() }),
]);

const forkSchema = z.strictObject({
  text: z.string(),
  finish: finishSchema,
  evidence: evidenceSchema,
  missing: z.enum(["refused", "empty", "unscored"]).nullable(),
  evaluatedTokens: z.int().min(0),
  reusedTokens: z.int().min(0),
  generatedTokens: z.int().min(0),
  servedModel: z.string().optional(),
});

const forksSchema = z.strictObject({
  kind: z.literal("forks"),
  behaviour: z.string(),
  block: z.int().min(0),
  arm: z.string(),
  draw: z.int().min(0).nullable(),
  item: z.string(),
  forks: z.array(forkSchema).min(1),
});

const turnSchema = z.strictObject({
  kind: z.literal("turn"),
  behaviour: z.string(),
  block: z.int().min(0),
  group: z.string(),
  draw: z.int().min(0),
  turn: z.int().min(0),
  text: z.string(),
  finish: finishSchema,
  seed: z.int().min(0),
  evaluatedTokens: z.int().min(0),
  reusedTokens: z.int().min(0),
  generatedTokens: z.int().min(0),
  // Only where it was drawn in search of a slip; null: the judge could not say.
  judged: z.enum(["on", "off"]).nullable().optional(),
});

const recordSchema = z.discriminatedUnion("kind", [cellSchema, forksSchema, turnSchema]);

/** A finished cell whose given replies were scored. */
export type ScoredCell = z.output<typeof cellSchema>;
/** A finished cell in which replies were drawn. */
export type ForkedCell = z.output<typeof forksSchema>;
/** A finished cell as it stands in the journal. */
export type CellRecord = ScoredCell | ForkedCell;
/** A turn, or a summary, that the subject generated. */
export type TurnRecord = z.output<typeof turnSchema>;

/** What a journal holds, sorted. */
export interface JournalContent {
  readonly cells: ReadonlyMap<string, CellRecord>;
  readonly turns: ReadonlyMap<string, TurnRecord>;
}

/**
 * Reads journal entries into what they stand for.
 *
 * @throws TurncoatError `invalid-input` naming the entry that another program or version wrote
 */
export function readJournal(entries: readonly JournalEntry[]): JournalContent {
  const cells = new Map<string, CellRecord>();
  const turns = new Map<string, TurnRecord>();
  for (const [index, { key, value }] of entries.entries()) {
    const parsed = recordSchema.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw invalidInput(
        `journal entry ${index + 1} (${key}) is not one this version writes: ${issue?.path.join(".")}: ${issue?.message}`,
      );
    }
    if (parsed.data.kind === "turn") turns.set(key, parsed.data);
    else cells.set(key, parsed.data);
  }
  return { cells, turns };
}

/** The readings of a journal's cells, sorted by key so that the order of finishing does not matter. */
export function cellReadings({ cells }: JournalContent): CellReading[] {
  return [...cells]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, record]) => {
      const { behaviour, block, arm, draw, item } = record;
      const cell: Cell = { key, behaviour, block, arm, draw, item };
      if (record.kind === "forks") {
        const forks = record.forks.map(({ evidence }) => evidence);
        return { ...cell, scores: {}, forks, forkTexts: record.forks.map(({ text }) => text) };
      }
      const scores: Readonly<Record<string, Score>> = record.scores;
      const contextTokens = contextTokensOf(record);
      return contextTokens === null ? { ...cell, scores } : { ...cell, scores, contextTokens };
    });
}

/** Tokens evaluated of each scored reply of a cell: all but its last, which nothing is read after. */
export function evaluatedReplyTokens(cell: ScoredCell): number[] {
  return Object.values(cell.scores).flatMap((score) =>
    score.kind === "scored" ? [score.tokens - 1] : [],
  );
}

/** Context tokens of a cell: what was evaluated beside the replies, and what was still in memory. */
export function contextTokensOf(cell: ScoredCell): number | null {
  const replies = evaluatedReplyTokens(cell);
  if (replies.length === 0) return null;
  return (
    cell.evaluatedTokens + cell.reusedTokens - replies.reduce((sum, tokens) => sum + tokens, 0)
  );
}
