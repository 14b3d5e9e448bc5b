import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JournalEntry, RunStore } from "../../src/ports/index.ts";

/** Where one run is kept; it can be opened again and again, by one store at a time. */
export interface RunPlace {
  open(): Promise<RunStore>;
  /** Content of a file that was written beside the journal; `null` if there is none. */
  content(name: string): Promise<string | null>;
}

/**
 * What every {@link RunStore} does, whatever it keeps a run in.
 *
 * @param newPlace  gives a place with nothing in it
 */
export function runStoreContract(name: string, newPlace: () => Promise<RunPlace>): void {
  describe(`${name} as a run store: journal`, () => journalContract(newPlace));
  describe(`${name} as a run store: files and lifetime`, () => lifetimeContract(newPlace));
}

function numbered(from: number, count: number): JournalEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `cell ${from + index}`,
    value: { index: from + index },
  }));
}

/** Opens, uses and closes a store. */
async function during<T>(place: RunPlace, use: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await place.open();
  try {
    return await use(store);
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

async function finishedIn(place: RunPlace): Promise<readonly JournalEntry[]> {
  return during(place, async (store) => store.finished);
}

async function appendAll(place: RunPlace, entries: readonly JournalEntry[]): Promise<void> {
  await during(place, async (store) => {
    for (const entry of entries) await store.append(entry);
  });
}

function journalContract(newPlace: () => Promise<RunPlace>): void {
  it("has nothing at first, and nothing to mend", async () => {
    await during(await newPlace(), async (store) => {
      expect(store.finished).toEqual([]);
      expect(store.notices).toEqual([]);
      expect(store.location).not.toBe("");
    });
  });

  it("gives back every plain JSON value under every key, in order", async () => {
    const odd = fc.constantFrom("ü", "\u2028", "\u{1f600}", "\ud800", "__proto__");
    const entry = fc.record({
      key: fc.oneof(fc.string({ unit: "binary-ascii" }), odd),
      value: fc.jsonValue({ maxDepth: 2 }),
    });
    const entries = fc.uniqueArray(entry, { selector: ({ key }) => key, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(entries, async (written) => {
        const place = await newPlace();
        await appendAll(place, written);
        expect(await finishedIn(place)).toEqual(JSON.parse(JSON.stringify(written)));
      }),
      { numRuns: 30 },
    );
  });

  it("goes on across several openings", async () => {
    const place = await newPlace();
    for (const from of [0, 3, 6]) {
      expect(await finishedIn(place)).toEqual(numbered(0, from));
      await appendAll(place, numbered(from, 3));
    }
    expect(await finishedIn(place)).toEqual(numbered(0, 9));
  });

  it("keeps the order of the calls when they are not awaited one by one", async () => {
    const place = await newPlace();
    await during(place, async (store) => {
      await Promise.all(numbered(0, 40).map((entry) => store.append(entry)));
    });
    expect(await finishedIn(place)).toEqual(numbered(0, 40));
  });

  it("leaves what was finished on opening as it was", async () => {
    const place = await newPlace();
    await appendAll(place, numbered(0, 1));
    await during(place, async (store) => {
      await store.append({ key: "later", value: null });
      expect(store.finished).toEqual(numbered(0, 1));
    });
  });

  it("writes a value as it was at the call", async () => {
    const place = await newPlace();
    const value = { scores: [1] };
    await during(place, async (store) => {
      const written = store.append({ key: "a", value });
      value.scores.push(2);
      await written;
      value.scores.push(3);
    });
    expect(await finishedIn(place)).toEqual([{ key: "a", value: { scores: [1] } }]);
  });

  it("refuses a key that it has, from this start or an earlier one", async () => {
    const place = await newPlace();
    const again = { key: "cell 0", value: "other" };
    await during(place, async (store) => {
      const first = store.append({ key: "cell 0", value: { index: 0 } });
      await expect(store.append(again)).rejects.toThrow(RangeError);
      await first;
    });
    await during(place, async (store) => {
      await expect(store.append(again)).rejects.toThrow("cell 0");
    });
    expect(await finishedIn(place)).toEqual(numbered(0, 1));
  });

  it("refuses a value that JSON would change, and goes on", async () => {
    const place = await newPlace();
    await during(place, async (store) => {
      for (const value of [Number.NaN, undefined, { score: undefined }, [() => 0], new Date(0)]) {
        await expect(store.append({ key: "cell 0", value })).rejects.toThrow(TypeError);
      }
      await store.append({ key: "cell 0", value: { index: 0 } });
    });
    expect(await finishedIn(place)).toEqual(numbered(0, 1));
  });
}

function lifetimeContract(newPlace: () => Promise<RunPlace>): void {
  it("writes a file whole, and replaces it", async () => {
    const place = await newPlace();
    await during(place, async (store) => {
      expect(await place.content("result.json")).toBeNull();
      await store.write("result.json", "a long first content");
      expect(await place.content("result.json")).toBe("a long first content");
      await Promise.all(["b", "c", "ü\n"].map((text) => store.write("result.json", text)));
      await store.append({ key: "cell 0", value: { index: 0 } });
    });
    expect(await place.content("result.json")).toBe("ü\n");
    expect(await finishedIn(place)).toEqual(numbered(0, 1));
  });

  it("refuses names that are paths, hidden, or its own", async () => {
    await during(await newPlace(), async (store) => {
      const own = ["header.json", "journal.jsonl", "journal.torn-1", "lock", "lock.x", "LOCK"];
      for (const name of [...own, "", ".", "..", "../up", "a/b", "a\\b", ".result.json.tmp"]) {
        await expect(store.write(name, "")).rejects.toThrow(RangeError);
      }
    });
  });

  it("lets one writer in at a time", async () => {
    const place = await newPlace();
    const locked = { name: "TurncoatError", failure: { kind: "run-locked" } };
    await during(place, async (store) => {
      await expect(place.open()).rejects.toMatchObject(locked);
      await store.append({ key: "cell 0", value: { index: 0 } });
    });
    expect(await finishedIn(place)).toEqual(numbered(0, 1));
  });

  it("may be closed twice, and the second time frees nobody else's lock", async () => {
    const place = await newPlace();
    const first = await place.open();
    await first[Symbol.asyncDispose]();
    await during(place, async () => {
      await first[Symbol.asyncDispose]();
      await expect(place.open()).rejects.toMatchObject({ failure: { kind: "run-locked" } });
    });
  });

  it("finishes what was handed in before it closes, and takes nothing after", async () => {
    const place = await newPlace();
    const store = await place.open();
    const written = numbered(0, 10).map((entry) => store.append(entry));
    const closed = store[Symbol.asyncDispose]();
    await expect(store.append({ key: "late", value: 1 })).rejects.toThrow("closed");
    await expect(store.write("late.json", "1")).rejects.toThrow("closed");
    await closed;
    await Promise.all(written);
    expect(await finishedIn(place)).toEqual(numbered(0, 10));
    expect(await place.content("late.json")).toBeNull();
  });
}
