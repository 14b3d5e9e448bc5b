import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TurncoatError } from "../../src/core/index.ts";
import type { EvidenceReader, TurnToScore } from "../../src/ports/index.ts";
import { turnOf } from "./detector.contract.ts";

/** How a reader is put under the contract. */
export interface EvidenceReaderContractOptions {
  /** Opens a reader of the detector in test/oracle, with places for 8 turns, which it reads 4 at a time. */
  readonly open: () => Promise<EvidenceReader>;
}

const good = turnOf("I am glad to help.");
const bad = turnOf("I am glad to help. [[off-profile]]");
const silent = turnOf(" \n");

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

/** What every {@link EvidenceReader} does, wherever it reads. */
export function evidenceReaderContract(name: string, options: EvidenceReaderContractOptions): void {
  describe(`${name} as an evidence reader`, () => {
    let opened: EvidenceReader | null = null;
    const reader = (): EvidenceReader => {
      if (opened === null) throw new RangeError("the reader is not open yet");
      return opened;
    };
    beforeAll(async () => {
      opened = await options.open();
    }, 60_000);
    afterAll(async () => {
      await opened?.[Symbol.asyncDispose]();
    });
    readingContract(reader);
    boundContract(reader);
    stoppingContract(reader);
    // The last, since it closes the reader.
    closingContract(reader);
  });
}

function readingContract(reader: () => EvidenceReader): void {
  it("says what decides its evidence", () => {
    expect(reader().version).toMatch(/^\S+$/);
    expect(reader().isDeterministic).toBe(true);
  });

  it("gives one evidence a turn, in order, and a reason where there is none", async () => {
    const turns = [bad, good, silent, bad, good, good];
    const read = await reader().read(turns, { onFull: "wait" });
    const nats = read.map((one) => (one.kind === "evidence" ? Math.sign(one.nats) : one.reason));
    expect(nats).toEqual([1, -1, "nothing was said", 1, -1, -1]);
    expect(await reader().read([], { onFull: "shed" })).toEqual([]);
  });

  it("reads odd and huge turns, whatever a format kept beside them", async () => {
    const texts = ["\ud800 alone", "\u0000", "z".repeat(300_000), "日本語"];
    const turns = texts.map((text): TurnToScore => {
      const { path, at } = turnOf(text, text);
      return { path: path.map((one) => ({ ...one, extra: { kept: () => text } })), at };
    });
    const read = await reader().read(turns, { onFull: "wait" });
    expect(read.map(({ kind }) => kind)).toEqual(texts.map(() => "evidence"));
  });
}

function boundContract(reader: () => EvidenceReader): void {
  it("counts what waits and what is being read", async () => {
    const work = reader().read([good, bad, good], { onFull: "wait" });
    expect(reader().backlog).toBe(3);
    await work;
    expect(reader().backlog).toBe(0);
  });

  it("sheds at once, with the count, what finds no place", async () => {
    const turns = Array.from({ length: 40 }, () => bad);
    const work = reader().read(turns, { onFull: "shed" });
    expect(reader().backlog).toBeLessThanOrEqual(12);
    const read = await work;
    expect(read.slice(0, 8).map(({ kind }) => kind)).toEqual(
      turns.slice(0, 8).map(() => "evidence"),
    );
    const shed = read.filter(({ kind }) => kind === "unscored");
    expect(shed.length).toBeGreaterThanOrEqual(28);
    for (const one of shed) expect(one).toMatchObject({ reason: "shed: 8 turns were waiting" });
  });

  it("lets those who would rather wait have places as they become free", async () => {
    const turns = Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? bad : good));
    const calls = [turns, turns].map((one) => reader().read(one, { onFull: "wait" }));
    for (const read of await Promise.all(calls)) {
      const signs = read.map((one) => (one.kind === "evidence" ? Math.sign(one.nats) : one.reason));
      expect(signs).toEqual(turns.map((turn) => (turn === bad ? 1 : -1)));
    }
  });
}

function stoppingContract(reader: () => EvidenceReader): void {
  it("ends as cancelled where the signal is aborted before, and goes on for others", async () => {
    const work = reader().read([good], { onFull: "wait", signal: AbortSignal.abort() });
    const error = await failureOf(work);
    expect(error).toBeInstanceOf(TurncoatError);
    expect(error).toMatchObject({ failure: { kind: "cancelled" } });
    expect(await reader().read([bad], { onFull: "wait" })).toMatchObject([{ kind: "evidence" }]);
  });

  it("takes turns that wait out when their signal aborts, and reads the others", async () => {
    const controller = new AbortController();
    const left = reader().read(
      Array.from({ length: 40 }, () => bad),
      { onFull: "wait", signal: controller.signal },
    );
    const kept = reader().read([good, bad], { onFull: "wait" });
    expect(reader().backlog).toBe(42);
    controller.abort();
    // What is being read goes on; what waited is gone.
    expect(reader().backlog).toBeLessThanOrEqual(6);
    expect(await failureOf(left)).toMatchObject({ failure: { kind: "cancelled" } });
    expect((await kept).map(({ kind }) => kind)).toEqual(["evidence", "evidence"]);
  });
}

function closingContract(reader: () => EvidenceReader): void {
  it("reads what waits before it closes, takes no more, and may be closed twice", async () => {
    const waiting = reader().read([good, bad, good, bad, good, bad], { onFull: "wait" });
    const closing = [reader()[Symbol.asyncDispose](), reader()[Symbol.asyncDispose]()];
    const late = await reader().read([bad], { onFull: "wait" });
    expect(late).toMatchObject([{ kind: "unscored", reason: expect.stringContaining("closed") }]);
    expect((await waiting).map(({ kind }) => kind)).not.toContain("unscored");
    await Promise.all(closing);
    expect(reader().backlog).toBe(0);
  });
}
