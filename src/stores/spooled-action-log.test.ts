import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { actionLogContract, numbered } from "../../test/contracts/action-log.contract.ts";
import { emptyActionMemory, memoryActionLog } from "./memory-action-log.ts";
import type { ReplayableLog } from "./replayable-log.ts";
import { openSpooledActionLog, type SpoolEvent } from "./spooled-action-log.ts";
import { storeFailure } from "./store-failure.ts";

let base = "";
let places = 0;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "turncoat-spool-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

const newFolder = () => join(base, `spool-${places++}`);

/** A log in memory that can be away, or fail after it has appended. */
function switchedLog(memory = emptyActionMemory()) {
  const log = memoryActionLog(memory);
  const state = { isDown: false, answersLost: 0, appends: 0 };
  const stopIfDown = () => {
    if (state.isDown) throw storeFailure("memory", "it was switched off");
  };
  const switched: ReplayableLog = {
    ...log,
    async readBatches(conversation) {
      stopIfDown();
      return log.readBatches(conversation);
    },
    async appendBatches(batches) {
      stopIfDown();
      state.appends += 1;
      await log.appendBatches(batches);
      if (state.answersLost === 0) return;
      state.answersLost -= 1;
      throw storeFailure("memory", "the answer was lost");
    },
    check: async () => (state.isDown ? "it was switched off" : null),
  };
  return { log: switched, state, memory };
}

/** Collects events, and waits for the first that is wanted. */
function eventsOf() {
  const events: SpoolEvent[] = [];
  const waiting: { readonly wanted: (event: SpoolEvent) => boolean; resolve(): void }[] = [];
  return {
    events,
    onEvent(event: SpoolEvent) {
      events.push(event);
      for (const { wanted, resolve } of waiting) if (wanted(event)) resolve();
    },
    next: (wanted: (event: SpoolEvent) => boolean) =>
      new Promise<void>((resolve) => {
        waiting.push({ wanted, resolve });
      }),
  };
}

const isDrained = (event: SpoolEvent) => event.kind === "replayed" && event.waiting === 0;

actionLogContract("openSpooledActionLog", async () => {
  const folder = newFolder();
  const memory = emptyActionMemory();
  return { open: () => openSpooledActionLog(memoryActionLog(memory), { folder }) };
});

it("keeps the order of a conversation through an outage, and each append once", async () => {
  const { log, state, memory } = switchedLog();
  const told = eventsOf();
  const folder = newFolder();
  await using spooled = await openSpooledActionLog(log, { folder, retryMs: 1, ...told });
  await spooled.append("a", [numbered(1)]);
  state.isDown = true;
  await Promise.all([2, 3, 4].map((number) => spooled.append("a", [numbered(number)])));
  await spooled.append("b", [numbered("b")]);
  expect(memory.batches).toHaveLength(1);
  const drained = told.next(isDrained);
  state.answersLost = 1;
  state.isDown = false;
  await drained;
  const all = [1, 2, 3, 4].map(numbered);
  expect(await spooled.read("a")).toEqual(all);
  await spooled.append("a", [numbered(5)]);
  expect(await memoryActionLog(memory).read("a")).toEqual([...all, numbered(5)]);
  expect(await memoryActionLog(memory).read("b")).toEqual([numbered("b")]);
  expect(told.events.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["log-down", "spooled", "log-up", "replayed"]),
  );
  expect((await readdir(folder)).sort()).toEqual(["lock"]);
});

it("reads while the log is down what it read as a whole before, and refuses the rest", async () => {
  const { log, state } = switchedLog();
  await log.append("old", [numbered(0)]);
  await using spooled = await openSpooledActionLog(log, { folder: newFolder() });
  await spooled.append("a", [numbered(1)]);
  expect(await spooled.read("a")).toEqual([numbered(1)]);
  state.isDown = true;
  await spooled.append("a", [numbered(2)]);
  await spooled.append("old", [numbered(3)]);
  expect(await spooled.read("a")).toEqual([numbered(1), numbered(2)]);
  await expect(spooled.read("old")).rejects.toMatchObject({ failure: { kind: "store" } });
  expect(await spooled.check()).toBeNull();
});

it("plays back what an earlier process left, once, though it had been inserted already", async () => {
  const { log, state, memory } = switchedLog();
  const folder = newFolder();
  const first = await openSpooledActionLog(log, { folder });
  state.answersLost = 1;
  await first.append("a", [numbered(1)]);
  state.isDown = true;
  await first.append("a", [numbered(2)]);
  await first[Symbol.asyncDispose]();
  expect(memory.batches).toHaveLength(1);

  state.isDown = false;
  const told = eventsOf();
  const drained = told.next(isDrained);
  await using second = await openSpooledActionLog(log, { folder, ...told });
  expect(await second.read("a")).toEqual([numbered(1), numbered(2)]);
  await drained;
  expect(await second.read("a")).toEqual([numbered(1), numbered(2)]);
  expect(memory.batches).toHaveLength(2);
});

function disturb(state: ReturnType<typeof switchedLog>["state"], appended: number): void {
  if (appended % 31 === 0) state.isDown = !state.isDown;
  if (appended % 17 === 0) state.answersLost += 1;
}

it("loses nothing and keeps every order while the log comes and goes under load", async () => {
  const { log, state, memory } = switchedLog();
  const told = eventsOf();
  const options = { folder: newFolder(), retryMs: 1, onEvent: told.onEvent };
  const spooled = await openSpooledActionLog(log, options);
  const lanes = 8;
  const rounds = 40;
  let appended = 0;
  const work = Array.from({ length: lanes }, async (_, lane) => {
    for (let number = 0; number < rounds; number++) {
      await spooled.append(`lane ${lane}`, [numbered(number)]);
      appended += 1;
      disturb(state, appended);
      if (number % 5 > 0) continue;
      // While the log is away, a conversation that is not held is refused.
      const found = await spooled.read(`lane ${lane}`).catch(() => null);
      expect(found?.length ?? number + 1).toBe(number + 1);
    }
  });
  await Promise.all(work);
  state.isDown = false;
  state.answersLost = 0;
  await spooled[Symbol.asyncDispose]();

  const drained = told.next(isDrained);
  const again = await openSpooledActionLog(log, options);
  await again.append("last", [numbered("last")]);
  for (let lane = 0; lane < lanes; lane++) {
    const expected = Array.from({ length: rounds }, (_, number) => numbered(number));
    expect(await again.read(`lane ${lane}`)).toEqual(expected);
  }
  if ((await readdir(options.folder)).length > 1) await drained;
  await again[Symbol.asyncDispose]();
  expect(memory.batches).toHaveLength(lanes * rounds + 1);
  expect(told.events.some(({ kind }) => kind === "log-down")).toBe(true);
});

it("rejects with both reasons where the spool fails too", async () => {
  const { log, state } = switchedLog();
  const folder = newFolder();
  await using spooled = await openSpooledActionLog(log, { folder });
  state.isDown = true;
  await rm(folder, { recursive: true });
  await expect(spooled.append("a", [numbered(1)])).rejects.toMatchObject({
    failure: { kind: "store", store: "memory" },
    message: expect.stringMatching(/switched off.*spool in .* fails too/),
  });
  expect(await spooled.check()).toMatch(/\S/);
});
