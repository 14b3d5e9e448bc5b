import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import {
  openPostgresActionLog,
  openSpooledActionLog,
  type SpoolEvent,
} from "../../src/stores/index.ts";
import { numbered } from "../contracts/action-log.contract.ts";
import { postgresServer } from "../contracts/postgres-server.ts";
import { openTcpRelay } from "../contracts/tcp-relay.ts";

const server = await postgresServer();
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

describe.skipIf(server === null)("an action log whose PostgreSQL goes away", () => {
  if (server === null) return;

  it("loses no entry, replays in order and reads right, through cuts and hangs under load", async () => {
    const folder = await mkdtemp(join(tmpdir(), "turncoat-outage-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await using relay = await openTcpRelay(server.port);
    const schema = server.newSchema();
    const url = server.urlBy(relay.port);
    const events: SpoolEvent[] = [];
    let onNext = (_: SpoolEvent) => {};
    const until = (wanted: (event: SpoolEvent) => boolean) =>
      new Promise<void>((resolve) => {
        onNext = (event) => {
          if (wanted(event)) resolve();
        };
      });
    const spooled = await openSpooledActionLog(
      await openPostgresActionLog({ url, schema, timeoutMs: 300 }),
      {
        folder,
        retryMs: 10,
        onEvent(event) {
          events.push(event);
          onNext(event);
        },
      },
    );
    const lanes = 12;
    const numbers = new Array<number>(lanes).fill(0);
    const appendRound = async (rounds: number) => {
      const work = numbers.map(async (_, lane) => {
        for (let round = 0; round < rounds; round++) {
          const number = numbers[lane] ?? 0;
          numbers[lane] = number + 1;
          await spooled.append(`lane ${lane}`, [numbered(number)]);
        }
      });
      await Promise.all(work);
    };
    const expectAll = async (log: Pick<typeof spooled, "read">) => {
      for (const [lane, count] of numbers.entries()) {
        const all = Array.from({ length: count }, (_, number) => numbered(number));
        expect(await log.read(`lane ${lane}`)).toEqual(all);
      }
    };

    await appendRound(5);
    await expectAll(spooled);
    for (const outage of ["cut", "hang", "cut"] as const) {
      const load = appendRound(30);
      if (outage === "hang") relay.freeze();
      else await relay.cut();
      await load;
      // From memory, since each was read as a whole before.
      await expectAll(spooled);
      await appendRound(3);
      const drained = until((event) => event.kind === "replayed" && event.waiting === 0);
      await relay.cut();
      await relay.reopen();
      await drained;
      await expectAll(spooled);
    }
    // Closed during an outage, with entries in the spool; the next process delivers them.
    await relay.cut();
    await appendRound(4);
    await spooled[Symbol.asyncDispose]();
    await relay.reopen();
    const drained = until((event) => event.kind === "replayed" && event.waiting === 0);
    const again = await openSpooledActionLog(await openPostgresActionLog({ url, schema }), {
      folder,
      retryMs: 10,
      onEvent: (event) => onNext(event),
    });
    await expectAll(again);
    await drained;
    await again[Symbol.asyncDispose]();

    await using direct = await openPostgresActionLog({ url: server.url, schema });
    await expectAll(direct);
    let batches = 0;
    for await (const _ of direct.list()) batches += 1;
    expect(batches).toBe(numbers.reduce((sum, count) => sum + count, 0));
    expect(events.filter(({ kind }) => kind === "log-down").length).toBeGreaterThanOrEqual(4);
  });
});
