import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GuardLogEntry } from "../../src/core/index.ts";
import type { ActionBatch, ActionLog, AuditLog } from "../../src/ports/index.ts";

/** Where a log is kept; it can be opened again and again, one after another. */
export interface ActionLogPlace {
  open(): Promise<ActionLog & Partial<AuditLog>>;
}

const at = "2026-11-25T12:00:00Z";

/** An entry that tells by its text which one it is. */
export function numbered(number: number | string): GuardLogEntry {
  return { kind: "pinned", at, guard: `guard ${number}` };
}

/** One of each kind, with what texts may hold. */
const everyKind: readonly GuardLogEntry[] = [
  numbered("one"),
  {
    kind: "acted",
    at,
    action: "rewind",
    edits: [
      { kind: "append", after: "l1", text: 'say "no"\n\u2028\u0000\ud800 😀' },
      { kind: "drop", from: "l2", through: "l3" },
    ],
    belief: { loyal: 0.25, masked: 0.25, turned: 0.5 },
    why: "it turned",
    survives: ["Bash has acted"],
  },
  {
    kind: "held",
    at,
    request: "l3",
    attempt: 1,
    probability: null,
    outcome: "withheld",
    reason: "off-profile",
    content: { kind: "text", text: "a\u0000b\\u0000" },
  },
  {
    kind: "audited",
    at,
    turn: "l4",
    evidence: { kind: "evidence", nats: -0.1 },
    belief: null,
    action: "none",
    content: { kind: "hash", hash: "00" },
  },
  { kind: "read", at, turn: "l4", detector: "judge", evidence: { kind: "unscored", reason: "no" } },
  { kind: "forked", at, after: "l4", nats: [0.5, -1e-9], missing: 1, tokens: 12 },
  {
    kind: "responded",
    at,
    id: "resp_1",
    previous: null,
    root: "resp_1",
    isWithheld: false,
    link: "l4",
    evidence: [],
  },
];

/**
 * What every {@link ActionLog} does, whatever it keeps entries in; and `list`, where there is one.
 *
 * @param newPlace  gives a place with nothing in it
 */
export function actionLogContract(name: string, newPlace: () => Promise<ActionLogPlace>): void {
  describe(`${name} as an action log: entries`, () => entriesContract(newPlace));
  describe(`${name} as an action log: order`, () => orderContract(newPlace));
  describe(`${name} as an action log: lifetime`, () => lifetimeContract(newPlace));
}

type NewPlace = () => Promise<ActionLogPlace>;
type OpenLog = Awaited<ReturnType<ActionLogPlace["open"]>>;

async function during<T>(place: ActionLogPlace, use: (log: OpenLog) => Promise<T>): Promise<T> {
  await using log = await place.open();
  return await use(log);
}

async function listed(log: OpenLog): Promise<readonly ActionBatch[] | null> {
  if (log.list === undefined) return null;
  const batches: ActionBatch[] = [];
  for await (const batch of log.list()) batches.push(batch);
  return batches;
}

function entriesContract(newPlace: NewPlace): void {
  it("has nothing at first, and can be written", async () => {
    await during(await newPlace(), async (log) => {
      expect(await log.read("nobody")).toEqual([]);
      expect(await log.check()).toBeNull();
      expect((await listed(log)) ?? []).toEqual([]);
    });
  });

  it("gives back every kind of entry as it was, at once and after a restart", async () => {
    const place = await newPlace();
    await during(place, async (log) => {
      await log.append("a", everyKind);
      expect(await log.read("a")).toEqual(everyKind);
      expect(await log.read("b")).toEqual([]);
    });
    await during(place, async (log) => expect(await log.read("a")).toEqual(everyKind));
  });

  it("keeps an entry as it was when it was handed in", async () => {
    await during(await newPlace(), async (log) => {
      const nats = [1];
      const written = log.append("a", [
        { kind: "forked", at, after: "l", nats, missing: 0, tokens: 1 },
      ]);
      nats[0] = 2;
      await written;
      expect(await log.read("a")).toMatchObject([{ nats: [1] }]);
    });
  });

  it("takes an append of nothing", async () => {
    await during(await newPlace(), async (log) => {
      await log.append("a", []);
      expect(await log.read("a")).toEqual([]);
    });
  });

  it("refuses a number that JSON does not hold, and goes on", async () => {
    await during(await newPlace(), async (log) => {
      const nats = [Number.NaN];
      const odd = { kind: "forked", at, after: "l", nats, missing: 0, tokens: 1 } as const;
      await expect(log.append("a", [odd])).rejects.toThrow(TypeError);
      await log.append("a", [numbered(1)]);
      expect(await log.read("a")).toEqual([numbered(1)]);
    });
  });

  it("keeps conversations of any name apart", async () => {
    const place = await newPlace();
    const anyName = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("a", "\\", "u", "0", "\u0000", "\ud800", '"', "%") }),
    );
    const names = fc.sample(fc.uniqueArray(anyName, { minLength: 30, maxLength: 30 }), {
      numRuns: 1,
      seed: 20_261_125,
    })[0];
    await during(place, async (log) => {
      await Promise.all((names ?? []).map((name) => log.append(name, [numbered(name)])));
    });
    await during(place, async (log) => {
      for (const name of names ?? []) expect(await log.read(name)).toEqual([numbered(name)]);
      const all = await listed(log);
      if (all !== null) expect(all.map(({ conversation }) => conversation)).toEqual(names);
    });
  });
}

function orderContract(newPlace: NewPlace): void {
  it("keeps the order of appends that are under way at once, whole appends together", async () => {
    const place = await newPlace();
    const count = 120;
    const name = (index: number) => `conversation ${index % 7}`;
    const pair = (index: number) => [numbered(`${index} a`), numbered(`${index} b`)];
    const expectAll = async (log: OpenLog) => {
      for (let first = 0; first < 7; first++) {
        const own = Array.from({ length: count }, (_, index) => index).filter(
          (index) => index % 7 === first,
        );
        expect(await log.read(name(first))).toEqual(own.flatMap(pair));
      }
    };
    await during(place, async (log) => {
      const indices = Array.from({ length: count }, (_, index) => index);
      await Promise.all(indices.map((index) => log.append(name(index), pair(index))));
      await expectAll(log);
    });
    await during(place, async (log) => {
      await expectAll(log);
      const all = await listed(log);
      if (all === null) return;
      expect(all).toHaveLength(count);
      expect(new Set(all.map(({ id }) => id)).size).toBe(count);
      for (let first = 0; first < 7; first++) {
        const own = all.filter(({ conversation }) => conversation === name(first));
        expect(own.flatMap(({ entries }) => entries)).toEqual(await log.read(name(first)));
      }
    });
  });

  it("reads what was appended while others are appending", async () => {
    await during(await newPlace(), async (log) => {
      const lanes = Array.from({ length: 8 }, async (_, lane) => {
        for (let number = 0; number < 12; number++) {
          await log.append(`lane ${lane}`, [numbered(number)]);
          const found = await log.read(`lane ${lane}`);
          expect(found).toHaveLength(number + 1);
          expect(found.at(-1)).toEqual(numbered(number));
        }
      });
      await Promise.all(lanes);
    });
  });
}

function lifetimeContract(newPlace: NewPlace): void {
  it("goes on where it was, over several restarts", async () => {
    const place = await newPlace();
    for (let round = 0; round < 3; round++) {
      await during(place, async (log) => {
        const before = Array.from({ length: round }, (_, index) => numbered(index));
        expect(await log.read("a")).toEqual(before);
        await log.append("a", [numbered(round)]);
        await log.append(`b ${round}`, [numbered(round)]);
      });
    }
    await during(place, async (log) => {
      const all = await listed(log);
      if (all === null) return;
      const names = ["a", "b 0", "a", "b 1", "a", "b 2"];
      expect(all.map(({ conversation }) => conversation)).toEqual(names);
    });
  });

  it("keeps what was being appended when it was closed, and closes twice", async () => {
    const place = await newPlace();
    const log = await place.open();
    const written = log.append("a", [numbered(1)]);
    await log[Symbol.asyncDispose]();
    await written;
    await log[Symbol.asyncDispose]();
    await during(place, async (again) => expect(await again.read("a")).toEqual([numbered(1)]));
  });
}
