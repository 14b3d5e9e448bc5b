import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { TurncoatError } from "../core/index.ts";
import type { JournalEntry } from "../ports/index.ts";
import { journalLine, readJournal } from "./journal-format.ts";

const odd = fc.constantFrom("ü", "\u2028", "\u{1f600}", "\ud800", "__proto__");
const entry = fc.record({
  key: fc.oneof(fc.string({ unit: "binary-ascii" }), odd),
  value: fc.jsonValue({ maxDepth: 2 }),
});
const journal = fc.uniqueArray(entry, { selector: ({ key }) => key, maxLength: 6 });
const path = "run/journal.jsonl";

function bytesOf(entries: readonly JournalEntry[]): Buffer {
  return Buffer.from(entries.map(journalLine).join(""));
}

function asRead(entries: readonly JournalEntry[]): unknown {
  return JSON.parse(JSON.stringify(entries));
}

/** The reading, or `null` where the journal was refused in the one way it may be. */
function readOrRefused(bytes: Buffer): readonly JournalEntry[] | null {
  try {
    return readJournal(bytes, path).entries;
  } catch (error) {
    if (error instanceof TurncoatError && error.failure.kind === "run-folder") return null;
    throw error;
  }
}

it("uses the checksum that everyone else calls CRC-32", () => {
  // Check value of CRC-32/ISO-HDLC, https://reveng.sourceforge.io/crc-catalogue/17plus.htm
  expect(crc32("123456789").toString(16)).toBe("cbf43926");
  const line = journalLine({ key: "a", value: { logprob: -1.5 } });
  const body = '"key":"a","value":{"logprob":-1.5}}';
  expect(line).toBe(`{"crc":"${crc32(body).toString(16).padStart(8, "0")}",${body}\n`);
});

it("reads back what was written, in order", () => {
  fc.assert(
    fc.property(journal, (entries) => {
      const bytes = bytesOf(entries);
      const reading = readJournal(bytes, path);
      expect(reading.entries).toEqual(asRead(entries));
      expect(reading.intactBytes).toBe(bytes.length);
      expect(reading.notices).toEqual([]);
    }),
  );
});

it("cut at any byte, gives the whole lines before the cut", () => {
  const entries = ["a", "über", "\u{1f600}\n"].map((key, index) => ({ key, value: [index, key] }));
  const bytes = bytesOf(entries);
  for (let length = 0; length <= bytes.length; length++) {
    const cut = bytes.subarray(0, length);
    const whole = cut.toString("latin1").split("\n").length - 1;
    const reading = readJournal(cut, path);
    expect(reading.entries).toEqual(entries.slice(0, whole));
    expect(reading.intactBytes).toBe(bytesOf(entries.slice(0, whole)).length);
  }
});

it("with any one byte changed, gives a prefix of the entries or refuses", () => {
  const entries = ["a", "b", "c"].map((key, index) => ({ key, value: { index, "x y": null } }));
  const bytes = bytesOf(entries);
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of [0x01, 0x08, 0x20, 0x80, 0xff, bytes.readUInt8(at) ^ 0x0a]) {
      if (flip === 0) continue;
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(at) ^ flip, at);
      const read = readOrRefused(changed);
      if (read === null) refused++;
      else {
        expect(read.length).toBeLessThan(entries.length);
        expect(read).toEqual(entries.slice(0, read.length));
      }
    }
  }
  expect(refused).toBeGreaterThan(bytes.length);
});

it("with many bytes changed, gives a prefix of the entries or refuses", () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(journal, changes, (entries, flips) => {
      const bytes = bytesOf(entries);
      for (const [at, byte] of bytes.length === 0 ? [] : flips) {
        bytes.writeUInt8(byte, at % bytes.length);
      }
      const read = readOrRefused(bytes);
      if (read !== null) expect(read).toEqual(asRead(entries.slice(0, read.length)));
    }),
    { numRuns: 1000 },
  );
});

it("never crashes on bytes that were no journal", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(readOrRefused(Buffer.from(bytes)) ?? []).toEqual([]);
    }),
  );
});

it("does not take a line with a good checksum and the wrong parts for an entry", () => {
  for (const body of ['"key":1,"value":2}', '"key":"a"}', '"key":"a","value":}']) {
    const crc = crc32(body).toString(16).padStart(8, "0");
    expect(readJournal(Buffer.from(`{"crc":"${crc}",${body}\n`), path).entries).toEqual([]);
  }
});

it("names the damaged line", () => {
  const lines = ["a", "b", "c"].map((key) => journalLine({ key, value: 0 }));
  const damaged = Buffer.from(lines.join("").replace('"b"', '"x"'));
  expect(() => readJournal(damaged, path)).toThrow("line 2 is damaged");
});

it("counts the first of two entries with one key, and says so", () => {
  const entries = [
    { key: "a", value: 1 },
    { key: "b", value: 2 },
    { key: "a", value: 3 },
  ];
  const reading = readJournal(bytesOf(entries), path);
  expect(reading.entries).toEqual(entries.slice(0, 2));
  expect(reading.notices).toEqual([
    "line 3 of run/journal.jsonl repeats the key of line 1: the first counts",
  ]);
});
