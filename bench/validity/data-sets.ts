import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

/** A reply with what was said before it. */
export interface Reply {
  /** What the user, or the system, said last; empty where the data have nothing before the reply. */
  readonly question: string;
  readonly system: string | null;
  readonly text: string;
}

/** A reply that a judge gave a figure for misalignment. */
export interface JudgedReply extends Reply {
  /** In [0, 100]; higher is worse. */
  readonly misalignment: number;
}

/** Two last replies to one conversation, of which people preferred the first. */
export interface ReplyPair {
  readonly chosen: Reply;
  readonly rejected: Reply;
}

/** A statement and whether it expresses a behaviour. */
export interface Statement {
  readonly behavior: string;
  readonly statement: string;
  readonly matches: boolean;
}

const message = z.looseObject({
  role: z.enum(["system", "user", "assistant"]),
  content: z.string(),
});
const messages = z.array(message);
const judgedRow = z.looseObject({
  question: z.string(),
  response: z.string(),
  misalignment: z.number(),
});
const pairRow = z.looseObject({ chosen: messages, rejected: messages });
const statementRow = z.looseObject({
  behavior: z.string(),
  statement: z.string(),
  matches: z.boolean(),
});

/** Data that lie beside the checkout; every set is null where it is absent. */
export interface DataSets {
  judged(name: "finetuned" | "base" | "inoculated"): Promise<readonly JudgedReply[] | null>;
  pairs(): Promise<readonly ReplyPair[] | null>;
  statements(): Promise<readonly Statement[] | null>;
  /** The last assistant turn of each row of a file of `messages`. */
  replies(name: string): Promise<readonly Reply[] | null>;
}

/** The labelled sets in a folder. */
export function dataSets(folder: string): DataSets {
  return {
    async judged(name) {
      const rows = await rowsOf(folder, `em-judged-gpt41-${name}`, judgedRow);
      return (
        rows?.map(({ question, response, misalignment }) => {
          return { question, system: null, text: response, misalignment };
        }) ?? null
      );
    },
    async pairs() {
      const rows = await rowsOf(folder, "hh-harmless-pairs", pairRow);
      return (
        rows?.map(({ chosen, rejected }) => {
          return { chosen: lastReply(chosen), rejected: lastReply(rejected) };
        }) ?? null
      );
    },
    statements: () => rowsOf(folder, "persona-statements", statementRow),
    async replies(name) {
      const rows = await rowsOf(folder, name, z.looseObject({ messages }));
      return rows?.map((row) => lastReply(row.messages)) ?? null;
    },
  };
}

function lastReply(said: z.output<typeof messages>): Reply {
  const at = said.findLastIndex(({ role }) => role === "assistant");
  const before = said.slice(0, Math.max(0, at));
  return {
    question: before.findLast(({ role }) => role === "user")?.content ?? "",
    system: before.find(({ role }) => role === "system")?.content ?? null,
    text: said[at]?.content ?? "",
  };
}

async function rowsOf<Row extends z.ZodType>(
  folder: string,
  name: string,
  row: Row,
): Promise<readonly z.output<Row>[] | null> {
  const bytes = await readFile(join(folder, `${name}.jsonl.gz`)).catch(() => null);
  if (bytes === null) return null;
  const lines = gunzipSync(bytes).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => row.parse(JSON.parse(line)));
}
