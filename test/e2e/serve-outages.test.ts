import { afterAll, describe, expect, it } from "vitest";
import { openMockServer } from "../../bench/load/mock-server.ts";
import { type Cell, cells } from "../../bench/load/requests.ts";
import { openPostgresActionLog } from "../../src/stores/index.ts";
import { type PostgresServer, postgresServer } from "../contracts/postgres-server.ts";
import { redisProcess } from "../contracts/redis-process.ts";
import { openTcpRelay } from "../contracts/tcp-relay.ts";
import { ask, serveFor, until } from "./serve-process.ts";

const redis = await redisProcess();
const postgres = await postgresServer();
afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

const cellAt = (index: number): Cell =>
  cells[index % cells.length] ?? { endpoint: "chat", isStream: false };

/** Asks one new question on each endpoint; the statuses, in order. */
async function askAll(origin: string, name: string): Promise<readonly number[]> {
  return await Promise.all(
    cells.map(async (_, index) => {
      const reply = await ask(origin, cellAt(index), { question: `${name}, question ${index}` });
      await reply.text();
      return reply.status;
    }),
  );
}

const good = cells.map(() => 200);

it.skipIf(redis === null)(
  "a Redis that stops and comes back delays no answer and is counted",
  async () => {
    if (redis === null) return;
    await redis.start();
    await using mock = await openMockServer({});
    await using gateway = await serveFor({
      upstreamPort: mock.port,
      config: { mode: "enforce" },
      env: { REDIS_URL: redis.url },
    });
    expect(await askAll(gateway.origin, "up")).toEqual(good);
    await redis.stop();
    expect(await askAll(gateway.origin, "down")).toEqual(good);
    await until(
      async () =>
        (await gateway.metric("turncoat_store_events_total", { event: "redis-down" })) > 0,
    );
    await redis.start();
    await until(
      async () => (await gateway.metric("turncoat_store_events_total", { event: "redis-up" })) > 0,
    );
    expect(await askAll(gateway.origin, "up again")).toEqual(good);
    redis.freeze();
    expect(await askAll(gateway.origin, "frozen")).toEqual(good);
    expect(await gateway.metric("turncoat_fail_closed_total")).toBe(0);
    expect(gateway.child.exitCode).toBeNull();
  },
);

describe.skipIf(postgres === null)("a PostgreSQL that stops and comes back", () => {
  it.each(["observe", "enforce"] as const)("%s: no audited turn is lost", async (mode) => {
    if (postgres === null) return;
    await using database = await newDatabase(postgres);
    await using relay = await openTcpRelay(postgres.port);
    await using mock = await openMockServer({});
    const gateway = await serveFor({
      upstreamPort: mock.port,
      config: { mode },
      env: { DATABASE_URL: database.urlBy(relay.port) },
    });
    const ups = () => gateway.metric("turncoat_store_events_total", { event: "log-up" });
    let turns = good.length;
    expect(await askAll(gateway.origin, "up")).toEqual(good);
    for (const [index, outage] of (["cut", "freeze"] as const).entries()) {
      await relay[outage]();
      // These begin, and what begins has no past that the log would have to tell.
      expect(await askAll(gateway.origin, outage)).toEqual(good);
      await relay.cut();
      await relay.reopen();
      await until(async () => (await ups()) > index);
      expect(await askAll(gateway.origin, `after ${outage}`)).toEqual(good);
      turns += good.length * 2;
    }
    await until(async () => (await gateway.metric("turncoat_belief_count")) >= turns);
    expect(await gateway.stop("SIGTERM")).toBe(0);
    expect(await auditedIn(database.urlBy(postgres.port))).toBe(turns);
  });
});

async function newDatabase(server: PostgresServer) {
  const name = server.newSchema();
  await server.query(`create database ${name}`);
  return {
    urlBy(port: number) {
      const url = new URL(server.urlBy(port));
      url.pathname = `/${name}`;
      return url.href;
    },
    [Symbol.asyncDispose]: async () =>
      void (await server.query(`drop database ${name} with (force)`)),
  };
}

async function auditedIn(url: string): Promise<number> {
  await using log = await openPostgresActionLog({ url });
  let found = 0;
  for await (const { entries } of log.list()) {
    found += entries.filter(({ kind }) => kind === "audited").length;
  }
  return found;
}
