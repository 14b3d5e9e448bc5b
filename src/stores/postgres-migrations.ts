import type { PoolClient } from "pg";
import { storeFailure } from "./store-failure.ts";

/** Steps to the present form of the tables, in order; a step that was released is never changed. */
const migrations: readonly ((schema: string) => string)[] = [
  (schema) => `
    create table ${schema}.action_batches (
      sequence bigint generated always as identity primary key,
      id text not null unique,
      conversation text not null,
      entries json not null,
      kept_at timestamptz not null default now()
    );
    create index action_batches_of_conversation
      on ${schema}.action_batches (conversation, sequence);`,
];

/** Any number that nobody else takes: "turncoat" in ASCII, cut to 31 bits. */
const advisoryLock = 1_953_853_038;

/**
 * Brings the tables to their present form, in one transaction. Several processes may do so at once: one
 * does the work while the others wait. After a failure the connection has to be closed, which rolls back.
 *
 * @param schema  a checked identifier; made if it is not there
 * @throws TurncoatError `store` if the tables are of a newer version; the client's own errors otherwise
 */
export async function migratePostgres(
  client: PoolClient,
  { schema, store }: { readonly schema: string; readonly store: string },
): Promise<void> {
  await client.query("begin");
  await client.query("select pg_advisory_xact_lock($1)", [advisoryLock]);
  // Where everything is there already, no right to create is asked for.
  const applied = (await hasTable(client, schema)) ? await versionOf(client, schema) : null;
  if (applied !== null && applied > migrations.length) {
    const versions = `version ${applied}, this turncoat knows up to ${migrations.length}`;
    throw storeFailure(store, `its tables are newer: ${versions}; install a newer one`);
  }
  if (applied === null) await createVersions(client, schema);
  for (const [index, step] of migrations.entries()) {
    if (index < (applied ?? 0)) continue;
    await client.query(step(schema));
    await client.query(`insert into ${schema}.migrations (version) values ($1)`, [index + 1]);
  }
  await client.query("commit");
}

async function hasTable(client: PoolClient, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ readonly there: boolean }>(
    "select to_regclass($1) is not null as there",
    [`${schema}.migrations`],
  );
  return rows[0]?.there === true;
}

async function versionOf(client: PoolClient, schema: string): Promise<number> {
  const { rows } = await client.query<{ readonly version: number }>(
    `select coalesce(max(version), 0)::int as version from ${schema}.migrations`,
  );
  return rows[0]?.version ?? 0;
}

async function createVersions(client: PoolClient, schema: string): Promise<void> {
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`
    create table ${schema}.migrations (
      version int primary key,
      applied_at timestamptz not null default now()
    )`);
}
