import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { directEvidenceReader } from "../../src/compose/direct-evidence-reader.ts";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import {
  type EvidenceReaderOptions,
  openEvidenceReader,
} from "../../src/compose/open-evidence-reader.ts";
import { turnOf } from "../contracts/detector.contract.ts";
import { evidenceReaderContract } from "../contracts/evidence-reader.contract.ts";

const moduleAt = (name: string) =>
  `external:${fileURLToPath(new URL(`../oracle/${name}.mjs`, import.meta.url))}`;

const optionsOf = (detector: string): EvidenceReaderOptions => ({
  profile: "assistant",
  detectors: [detector],
  calibration: null,
  threads: 1,
  places: placesFromEnvironment(),
  signal: new AbortController().signal,
  onPull: () => undefined,
  onNotice: () => undefined,
  mostWaiting: 8,
  batchTurns: 4,
  restart: { most: 5, wait: async () => undefined },
});
const oracle = optionsOf(moduleAt("oracle-detector"));

evidenceReaderContract("detectors in threads", {
  open: async () => (await openEvidenceReader(oracle)).reader,
});
test("a reader in threads has the version of one in this thread", async () => {
  await using direct = await directEvidenceReader(oracle);
  await using threads = await openEvidenceReader(oracle);
  const { version } = direct;
  expect(threads).toMatchObject({ version, isCalibrated: false, isDeterministic: true });
});

test("a turn that ends its thread is unscored after one more try, and harms no other", async () => {
  const restarts: number[] = [];
  const restart = { most: 5, wait: async (count: number) => void restarts.push(count) };
  await using found = await openEvidenceReader({
    ...optionsOf(moduleAt("breaking-detector")),
    restart,
  });
  const turns = [
    turnOf("fine"),
    turnOf("[[exit]]"),
    turnOf("[[throw]]"),
    turnOf("[[off-profile]]"),
  ];
  expect(await found.reader.read(turns, { onFull: "wait" })).toMatchObject([
    { kind: "evidence", nats: -4 },
    { kind: "unscored", reason: "the reader broke twice: its thread ended with code 3" },
    { kind: "unscored", reason: expect.stringContaining("a detector's own fault") },
    { kind: "evidence", nats: 4 },
  ]);
  expect(restarts).toEqual([1, 1]);
});

test("a thread that hangs is ended, and one that keeps breaking is given up with the reason", async () => {
  await using found = await openEvidenceReader({
    ...optionsOf(moduleAt("breaking-detector")),
    mostBatchMs: 100,
    restart: { most: 1, wait: async () => undefined },
  });
  const read = await found.reader.read([turnOf("[[hang]]")], { onFull: "wait" });
  expect(read).toMatchObject([{ kind: "unscored", reason: expect.stringContaining("ended") }]);
  const late = await found.reader.read([turnOf("fine")], { onFull: "wait" });
  expect(late).toMatchObject([
    { kind: "unscored", reason: expect.stringContaining("stopped for good") },
  ]);
});

test("tells at the start what is wrong with a detector", async () => {
  await expect(openEvidenceReader(optionsOf("lexcal"))).rejects.toMatchObject({
    message: expect.stringContaining("did you mean lexical?"),
    failure: { kind: "invalid-input" },
  });
  const aborted = { ...oracle, signal: AbortSignal.abort() };
  await expect(openEvidenceReader(aborted)).rejects.toMatchObject({
    failure: { kind: "cancelled" },
  });
});
