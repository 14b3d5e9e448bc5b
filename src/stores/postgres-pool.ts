import type { Pool, PoolClient, QueryResult, QueryResultRow } from "pg";
import { TurncoatError } from "../core/index.ts";
import { isCutConnection, postgresFailure } from "./postgres-failure.ts";
import { redactedUrl } from "./redacted-url.ts";

/** How a server is reached. */
export interface PostgresPoolOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly connections: number;
  /** Of a statement, and of connecting. */
  readonly timeoutMs: number;
}

/** Connections to a server, opened on first use and again when they were cut. */
export interface PostgresPool extends AsyncDisposable {
  /** The address without credentials. */
  readonly store: string;
  /**
   * Runs a statement that does no harm when it is run twice: on a cut connection it is tried once more.
   *
   * @throws TurncoatError `store`, without the client's own words
   */
  query<R extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** Does several statements on one connection. @throws TurncoatError `store` */
  withClient(work: (client: PoolClient) => Promise<void>): Promise<void>;
}

/** Opens no connection yet. */
export async function postgresPool(options: PostgresPoolOptions): Promise<PostgresPool> {
  const { url, connections, timeoutMs } = options;
  const store = redactedUrl(url);
  // On first use, since who keeps actions in files has no need of it.
  const { Pool: PoolClass } = (await import("pg")).default;
  const pool = new PoolClass({
    connectionString: url,
    application_name: "turncoat",
    max: connections,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    // For a server that does not even time out by itself.
    query_timeout: timeoutMs + 500,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // An idle connection that was cut: the pool opens another when one is needed.
  pool.on("error", () => {});
  const worded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof TurncoatError ? error : postgresFailure(store, error);
    }
  };
  let closing: Promise<void> | null = null;
  return {
    store,
    query: <R extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      worded(async () => (await twice(() => pool.query<R>(text, [...values]))).rows),
    withClient: (work) =>
      worded(async () => {
        const client = await pool.connect();
        let failed = true;
        try {
          await work(client);
          failed = false;
        } finally {
          client.release(failed);
        }
      }),
    async [Symbol.asyncDispose]() {
      closing ??= endWithin(pool, timeoutMs);
      await closing;
    },
  };
}

async function twice<R extends QueryResultRow>(
  run: () => Promise<QueryResult<R>>,
): Promise<QueryResult<R>> {
  try {
    return await run();
  } catch (error) {
    if (!isCutConnection(error)) throw error;
    return run();
  }
}

/** A server that hangs does not keep this process from ending. */
async function endWithin(pool: Pool, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([pool.end().catch(() => {}), limit]);
  clearTimeout(timer);
}
