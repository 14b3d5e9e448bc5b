import { type GuardLogEntry, invalidInput } from "../core/index.ts";
import type { ActionBatch } from "../ports/index.ts";
import { newBatch, writtenBatch } from "./action-batch.ts";
import { batchEntriesSchema } from "./batch-line.ts";
import { groupCommit } from "./group-commit.ts";
import { migratePostgres } from "./postgres-migrations.ts";
import { type PostgresPool, postgresPool } from "./postgres-pool.ts";
import type { ReplayableLog } from "./replayable-log.ts";
import { storeFailure } from "./store-failure.ts";

/** How an action log in PostgreSQL is opened. */
export interface PostgresActionLogOptions {
  /** `postgres://user:password@host:port/database`; never shown. */
  readonly url: string;
  /** Made if it is not there; default `turncoat`. */
  readonly schema?: string;
  /** Most connections at once; default 8. */
  readonly connections?: number;
  /** Of a statement, and of connecting; default 5,000. */
  readonly timeoutMs?: number;
}

/** Appends of one statement at most. */
const mostTogether = 256;
/** Rows in memory while the whole log is read. */
const pageRows = 500;

/**
 * Opens an action log that replicas share. Nothing is asked of the server before the first use, so that a
 * process also starts while it is down; `check` tells. Tables are made or brought up to date then, by one of
 * the processes that start together. Cut connections are opened again.
 *
 * @throws TurncoatError `invalid-input` for an address or a schema that is none
 */
export async function openPostgresActionLog(
  options: PostgresActionLogOptions,
): Promise<ReplayableLog> {
  const { url, schema = "turncoat", connections = 8, timeoutMs = 5_000 } = options;
  checkOptions(url, schema);
  const pool = await postgresPool({ url, connections, timeoutMs });
  return postgresLog(pool, schema);
}

function checkOptions(url: string, schema: string): void {
  // The address itself is not shown: where it is mistyped, so may be the end of its password.
  if (!(URL.canParse(url) && /^postgres(?:ql)?:$/.test(new URL(url).protocol))) {
    const form = "postgres://user:password@host:port/database";
    throw invalidInput(`the database's address is not of the form ${form}`);
  }
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    const name = JSON.stringify(schema);
    throw invalidInput(`${name} is no schema: use small letters, digits and _, at most 63`);
  }
}

interface Row {
  readonly sequence: string;
  readonly id: string;
  readonly conversation: string;
  readonly entries: unknown;
}

function postgresLog(pool: PostgresPool, schema: string): ReplayableLog {
  const { store } = pool;
  const table = `${schema}.action_batches`;
  const migrated = untilSucceeded(() =>
    pool.withClient((client) => migratePostgres(client, { schema, store })),
  );
  const commits = groupCommit<readonly ActionBatch[]>(async (groups) => {
    await migrated();
    const batches = groups.flat();
    // Numbered in the order of the rows, so that each conversation keeps its order.
    await pool.query(
      `insert into ${table} (id, conversation, entries)
       select id, conversation, entries::json
       from unnest($1::text[], $2::text[], $3::text[])
         with ordinality as given (id, conversation, entries, place)
       order by place
       on conflict (id) do nothing`,
      [
        batches.map(({ id }) => id),
        batches.map(({ conversation }) => storedName(conversation)),
        batches.map((batch) => writtenBatch(batch).text),
      ],
    );
  }, mostTogether);

  const select = async (where: string, values: readonly unknown[]): Promise<Row[]> => {
    await migrated();
    return pool.query<Row & Record<string, unknown>>(
      `select sequence, id, conversation, entries from ${table} where ${where}`,
      values,
    );
  };
  const readBatches = async (conversation: string) =>
    (await select("conversation = $1 order by sequence", [storedName(conversation)])).map((row) =>
      batchOf(row, store),
    );

  return {
    store,
    readBatches,
    async read(conversation) {
      return (await readBatches(conversation)).flatMap(({ entries }) => entries);
    },
    async append(conversation: string, entries: readonly GuardLogEntry[]) {
      const batch = newBatch(conversation, entries);
      if (entries.length > 0) await commits.add([batch]);
    },
    appendBatches: (batches) => commits.add(batches),
    async *list() {
      let after = "0";
      for (;;) {
        const rows = await select(`sequence > $1 order by sequence limit ${pageRows}`, [after]);
        for (const row of rows) yield batchOf(row, store);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.sequence;
      }
    },
    check: () => checkPool(pool, migrated),
    async [Symbol.asyncDispose]() {
      await commits.settled();
      await pool[Symbol.asyncDispose]();
    },
  };
}

async function checkPool(
  pool: PostgresPool,
  migrated: () => Promise<void>,
): Promise<string | null> {
  try {
    await migrated();
    const [row] = await pool.query<{ readonly replica: boolean }>(
      "select pg_is_in_recovery() as replica",
    );
    return row?.replica === true ? `${pool.store} is a read-only replica` : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** PostgreSQL's text holds no NUL and no half of a surrogate pair; JSON's escapes say them. */
function storedName(conversation: string): string {
  return JSON.stringify(conversation).slice(1, -1);
}

function batchOf({ id, conversation, entries }: Row, store: string): ActionBatch {
  const parsed = batchEntriesSchema.safeParse(entries);
  if (!parsed.success) {
    throw storeFailure(store, `append ${id} is not one that this version of turncoat writes`);
  }
  const name: unknown = JSON.parse(`"${conversation}"`);
  return { id, conversation: String(name), entries: parsed.data };
}

/** Does work once; after a failure, the next call does it again. */
function untilSucceeded(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = null;
      throw error;
    });
    return done;
  };
}
