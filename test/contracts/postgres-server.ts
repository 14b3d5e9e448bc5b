import { randomUUID } from "node:crypto";
import pg from "pg";

/** A PostgreSQL that tests may use. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** The address by another port of this machine. */
  urlBy(port: number): string;
  /** A schema's name that nobody has; dropped at the end. */
  newSchema(): string;
  query(text: string): Promise<readonly Record<string, unknown>[]>;
}

const given = process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";

/** The server of `DATABASE_URL`, or the usual one of this machine; `null`, with a printed reason, without one. */
export async function postgresServer(): Promise<PostgresServer | null> {
  const pool = new pg.Pool({ connectionString: given, max: 2, connectionTimeoutMillis: 3_000 });
  pool.on("error", () => {});
  try {
    await pool.query("select 1");
  } catch (error) {
    console.warn(`PostgreSQL tests are skipped: no server (${String(error)})`);
    await pool.end();
    return null;
  }
  const schemas: string[] = [];
  const address = new URL(given);
  return {
    url: given,
    port: Number(address.port || 5432),
    urlBy(port) {
      const other = new URL(given);
      other.port = String(port);
      return other.href;
    },
    newSchema() {
      const schema = `turncoat_test_${randomUUID().replaceAll("-", "")}`;
      schemas.push(schema);
      return schema;
    },
    query: async (text) => (await pool.query<Record<string, unknown>>(text)).rows,
    async [Symbol.asyncDispose]() {
      for (const schema of schemas) await pool.query(`drop schema if exists ${schema} cascade`);
      await pool.end();
    },
  };
}
