import fc from "fast-check";
import { expect, it } from "vitest";
import { numbered } from "../../test/contracts/action-log.contract.ts";
import type { GuardLogEntry } from "../core/index.ts";
import { newBatch } from "./action-batch.ts";
import { batchLine, type LinePlace, readBatchLine, readLineLinks } from "./batch-line.ts";

const place = fc.record({
  segment: fc.nat(),
  offset: fc.nat(),
  length: fc.nat(),
});
const name = fc.oneof(
  fc.string(),
  fc.constantFrom(',"entries":', '","entries":[],"x":"', '"}},"entries":', "\\", "\u2028\ud800"),
);
const kept = fc.record({
  conversation: name,
  previous: fc.option(place),
  syncedBytes: fc.nat(),
  entries: fc.array(fc.nat().map(numbered), { maxLength: 3 }),
});

interface Given {
  readonly conversation: string;
  readonly previous: LinePlace | null;
  readonly syncedBytes: number;
  readonly entries: readonly GuardLogEntry[];
}

function lineOf({ conversation, entries, previous, syncedBytes }: Given): Buffer {
  const batch = newBatch(conversation, entries);
  return Buffer.from(batchLine({ batch, previous, syncedBytes })).subarray(0, -1);
}

it("reads what hangs a line together without its entries, whatever a conversation is called", () => {
  fc.assert(
    fc.property(kept, (given) => {
      const line = lineOf(given);
      const whole = readBatchLine(line);
      expect(readLineLinks(line)).toEqual({
        conversation: whole?.batch.conversation,
        previous: given.previous,
        syncedBytes: given.syncedBytes,
      });
      expect(whole?.batch.entries).toEqual(given.entries);
    }),
  );
});

it("reads nothing of a line in which a byte is another", () => {
  fc.assert(
    fc.property(kept, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, at, change) => {
      const line = lineOf(given);
      const index = at % line.length;
      line[index] = (line[index] ?? 0) ^ change;
      expect(readLineLinks(line)).toBeNull();
      expect(readBatchLine(line)).toBeNull();
    }),
  );
});
