import { afterAll, describe, expect, it } from "vitest";
import { actionLogContract, numbered } from "../../test/contracts/action-log.contract.ts";
import { postgresServer } from "../../test/contracts/postgres-server.ts";
import { openTcpRelay } from "../../test/contracts/tcp-relay.ts";
import { openPostgresActionLog } from "./postgres-action-log.ts";

const server = await postgresServer();
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

it("refuses addresses and schemas that are none, and shows no password", async () => {
  for (const url of [
    "me:s3cret@db",
    "mysql://me:s3cret@db/x",
    "postgres://me:s3cret@db:port/x",
    "",
  ]) {
    const error = await openPostgresActionLog({ url }).catch((one: unknown) => one);
    expect(error).toMatchObject({ failure: { kind: "invalid-input" } });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain("s3cret");
  }
  const url = "postgres://127.0.0.1/test";
  await expect(openPostgresActionLog({ url, schema: "x; drop" })).rejects.toThrow(/is no schema/);
});

it("says that nobody listens, without the password, and can be opened all the same", async () => {
  const relay = await openTcpRelay(1);
  await relay.cut();
  const url = `postgres://me:s3cret@127.0.0.1:${relay.port}/x?application_name=s3cret`;
  await using log = await openPostgresActionLog({ url });
  const error: unknown = await log.append("a", [numbered(1)]).catch((one: unknown) => one);
  expect(error).toMatchObject({
    failure: {
      kind: "store",
      store: `postgres://127.0.0.1:${relay.port}/x`,
      reason: "the connection was refused; is the server running there? (ECONNREFUSED)",
    },
  });
  const shown = `${error} ${JSON.stringify(error)} ${String(error instanceof Error && error.stack)} ${await log.check()}`;
  expect(shown).not.toContain("s3cret");
});

describe.skipIf(server === null)("with a server", () => {
  if (server === null) return;

  actionLogContract("openPostgresActionLog", async () => {
    const options = { url: server.url, schema: server.newSchema() };
    return { open: () => openPostgresActionLog(options) };
  });

  it("makes its tables once, however many start together", async () => {
    const options = { url: server.url, schema: server.newSchema(), connections: 2 };
    const logs = await Promise.all(Array.from({ length: 6 }, () => openPostgresActionLog(options)));
    await Promise.all(logs.map((log, index) => log.append("a", [numbered(index)])));
    for (const log of logs) expect(await log.read("a")).toHaveLength(6);
    await Promise.all(logs.map((log) => log[Symbol.asyncDispose]()));
    expect(await server.query(`select version from ${options.schema}.migrations`)).toEqual([
      { version: 1 },
    ]);
  });

  it("refuses tables of a newer version", async () => {
    const options = { url: server.url, schema: server.newSchema() };
    await using first = await openPostgresActionLog(options);
    expect(await first.check()).toBeNull();
    await server.query(`insert into ${options.schema}.migrations (version) values (999)`);
    await using log = await openPostgresActionLog(options);
    expect(await log.check()).toContain("its tables are newer: version 999");
  });

  it("takes an append that is repeated once", async () => {
    const options = { url: server.url, schema: server.newSchema() };
    await using log = await openPostgresActionLog(options);
    const batch = { id: "1", conversation: "a", entries: [numbered(1)] };
    await log.appendBatches([batch, { ...batch, id: "2" }]);
    await log.appendBatches([batch, { ...batch, id: "3" }]);
    expect((await log.readBatches("a")).map(({ id }) => id)).toEqual(["1", "2", "3"]);
  });

  it("goes on by itself after its connections were cut", async () => {
    const relay = await openTcpRelay(server.port);
    const options = { url: server.urlBy(relay.port), schema: server.newSchema() };
    await using log = await openPostgresActionLog(options);
    await log.append("a", [numbered(1)]);
    await relay.cut();
    await expect(log.append("a", [numbered("lost")])).rejects.toMatchObject({
      failure: { kind: "store" },
    });
    await expect(log.read("a")).rejects.toMatchObject({ failure: { kind: "store" } });
    await relay.reopen();
    await log.append("a", [numbered(2)]);
    expect(await log.read("a")).toEqual([numbered(1), numbered(2)]);
    await relay.cut();
  });

  it("gives up on a server that hangs", async () => {
    await using relay = await openTcpRelay(server.port);
    const options = { url: server.urlBy(relay.port), schema: server.newSchema(), timeoutMs: 300 };
    await using log = await openPostgresActionLog({ ...options });
    await log.append("a", [numbered(1)]);
    relay.freeze();
    await expect(log.read("a")).rejects.toMatchObject({
      failure: { kind: "store", reason: "it did not answer in time" },
    });
  });
});
