import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chat, small, wordDetector } from "../../test/small/small-transcript.ts";
import {
  defaultCalibration,
  type ScanRecord,
  type ScoreMap,
  type Transcript,
} from "../core/index.ts";
import type { ScoreCache } from "../ports/index.ts";
import { type ScanEvent, type ScanItem, type ScanOptions, scanTranscripts } from "./index.ts";

const dependence = { separation: 6, correlation: 0 };
const map: ScoreMap = { kind: "logistic", intercept: -2, slopes: [6], maxNats: 4 };

function cacheOf(kept = new Map()): ScoreCache {
  return {
    get: (key) => kept.get(key) ?? null,
    put: (key, _, reading) => void kept.set(key, reading),
    flush: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function optionsWith(parts: Partial<ScanOptions> = {}): ScanOptions {
  return {
    model: { detectors: [wordDetector()], map, dependence },
    calibration: defaultCalibration,
    isCalibrated: false,
    threshold: 0.5,
    cache: cacheOf(),
    ...parts,
  };
}

async function* given(items: readonly (Transcript | ScanItem)[]): AsyncIterable<ScanItem> {
  for (const item of items) yield "kind" in item ? item : { kind: "transcript", transcript: item };
}

async function scanned(items: readonly (Transcript | ScanItem)[], options = optionsWith()) {
  const events: ScanEvent[] = [];
  for await (const event of scanTranscripts(given(items), options)) events.push(event);
  return events;
}

async function recordOf(transcript: Transcript, options = optionsWith()): Promise<ScanRecord> {
  const [event] = await scanned([transcript], options);
  if (event?.kind !== "scanned") throw new RangeError("nothing was scanned");
  return event.scanned.record;
}

const good = "fine";
const bad = "bad words";

describe("one conversation", () => {
  it("finds the message at which it turned, and says on what evidence", async () => {
    const record = await recordOf(chat("c1", [good, good, good, bad, bad, bad]));
    expect(record).toMatchObject({
      id: "c1",
      source: "chats.jsonl",
      line: 1,
      flipTurn: 7,
      recovered: false,
      remedy: null,
      calibrated: false,
    });
    expect(record.flipProbability).toBeGreaterThan(0.95);
    expect(record.evidence[0]).toMatchObject({ quote: "bad", detector: "word", nats: 4 });
    expect(record.reason).toContain("most likely turned at message 7");
    expect(record.reason).toContain("no remedy");
    const [low, high] = record.flipTurnCredible ?? [0, 0];
    expect(low).toBeLessThanOrEqual(7);
    expect(high).toBeGreaterThanOrEqual(7);
  });

  it("leaves a loyal one alone, and knows one that came back", async () => {
    const loyal = await recordOf(chat("c", Array(8).fill(good)));
    expect(loyal.flipProbability).toBeLessThan(0.2);
    expect(loyal.reason).toBe("no turn speaks for a flip");
    const back = await recordOf(chat("c", [good, bad, bad, bad, ...Array(6).fill(good)]));
    expect(back).toMatchObject({ flipTurn: 3, recovered: true });
    expect(back.reason).toContain("back in character");
  });

  it("counts turns over all messages and gives each its belief", async () => {
    const record = await recordOf(chat("c", [good, bad]));
    expect(record.turns.map(({ turn, role }) => [turn, role])).toEqual([
      [0, "user"],
      [1, "assistant"],
      [2, "user"],
      [3, "assistant"],
    ]);
    for (const { belief } of record.turns) {
      expect(belief.loyal + belief.masked + belief.turned).toBeCloseTo(1, 9);
    }
    expect(record.turns[0]?.evidenceNats).toBeNull();
    expect(record.turns[1]?.evidenceNats).toBe(-2);
  });

  it("never takes a turn without a score for a loyal one", async () => {
    const silent = await recordOf(chat("c", ["", ""]));
    expect(silent).toMatchObject({ flipProbability: null, flipTurn: null, flipTurnCredible: null });
    expect(silent.reason).toBe("no assistant turn could be scored: nothing was said");
    const partly = await recordOf(chat("c", [bad, "", bad]));
    const without = await recordOf(chat("c", [bad, good, bad]));
    expect(partly.turns[3]).toMatchObject({ evidenceNats: null, unscored: "nothing was said" });
    expect(partly.flipProbability).toBeGreaterThan(without.flipProbability ?? 1);
  });

  it("names the cheapest remedy that works, where one was measured", async () => {
    const remedy = (id: string, works: boolean, turnsLost: number) =>
      ({ id, works, turnsLost, residual: 0, interval: null, tokensAdded: 5 }) as const;
    const calibration = {
      ...defaultCalibration,
      subject: "known:fading",
      remedies: [remedy("rewind", true, 1), remedy("restate", false, 0), remedy("object", true, 0)],
    };
    const options = optionsWith({ calibration, isCalibrated: true });
    const record = await recordOf(chat("c", [good, bad, bad, bad]), options);
    expect(record).toMatchObject({ remedy: "object", calibrated: true });
    expect((await recordOf(chat("c", [good]), options)).remedy).toBeNull();
  });

  it("scans abandoned branches apart and says what the user did", async () => {
    const base = chat("s", [good, bad]);
    const branch: Transcript = {
      ...base,
      messages: [
        ...base.messages,
        small("u9", "a0", { text: "again" }),
        small("a9", "u9", { role: "assistant", text: good }),
      ],
      leaf: "a9",
      marks: [{ kind: "rewind", after: "a0" }],
    };
    const records = (await scanned([branch])).flatMap((event) =>
      event.kind === "scanned" ? [event.scanned.record] : [],
    );
    expect(records.map(({ id, labels }) => [id, labels])).toEqual([
      ["s", ["rewound"]],
      ["s~a1", ["rewound", "abandoned-branch"]],
    ]);
  });

  it("leaves out what never reached the model", async () => {
    const base = chat("s", [good]);
    const blocked = small("u5", "a0", { text: bad, reachedModel: false });
    const record = await recordOf({ ...base, messages: [...base.messages, blocked], leaf: "u5" });
    expect(record.turns).toHaveLength(2);
  });
});

describe("many conversations", () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    chat(`c${index}`, [`${index} ${good}`, index % 3 === 0 ? bad : good]),
  );

  it("keeps their order and finds the same whatever the batches", async () => {
    const alone = await Promise.all(many.map((one) => recordOf(one)));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async (batchTurns) => {
        const events = await scanned(many, optionsWith({ batchTurns }));
        expect(
          events.map((event) => (event.kind === "scanned" ? event.scanned.record : null)),
        ).toEqual(alone);
      }),
      { numRuns: 12 },
    );
  });

  it("asks a detector once for turns that are the same, and not at all a second time", async () => {
    const detector = wordDetector();
    const kept = new Map();
    const options = () =>
      optionsWith({ model: { detectors: [detector], map, dependence }, cache: cacheOf(kept) });
    await scanned(many, options());
    expect(detector.asked).toHaveLength(new Set(detector.asked).size);
    const asked = detector.asked.length;
    const again = await scanned(many, options());
    expect(detector.asked).toHaveLength(asked);
    const cached = again.map((event) => (event.kind === "scanned" ? event.cachedTurns : 0));
    expect(cached).toEqual(many.map(() => 2));
  });

  it("passes on what could not be read, in its place", async () => {
    const broken: ScanItem = {
      kind: "skipped",
      source: "chats.jsonl",
      line: 2,
      reason: "not JSON",
      isFile: false,
    };
    const [first, second] = many;
    if (first === undefined || second === undefined) throw new RangeError("two are needed");
    const events = await scanned([first, broken, second]);
    expect(events.map(({ kind }) => kind)).toEqual(["scanned", "skipped", "scanned"]);
    expect(events[1]).toEqual(broken);
  });

  it("yields what it had before reading failed", async () => {
    async function* failing(): AsyncIterable<ScanItem> {
      yield* given(many.slice(0, 20));
      throw new Error("the disk is gone");
    }
    const events: ScanEvent[] = [];
    const run = async () => {
      for await (const event of scanTranscripts(failing(), optionsWith())) events.push(event);
    };
    await expect(run()).rejects.toThrow("the disk is gone");
    expect(events.length).toBeGreaterThan(0);
  });
});
