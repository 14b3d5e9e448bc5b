import { expect, test } from "vitest";
import type { ScoreMap, TurnReading } from "../core/index.ts";
import type { Detector } from "../ports/index.ts";
import { evidenceOf, natsOfReadings } from "./evidence-model.ts";

const named = (id: string): Detector => ({
  id,
  version: "1",
  isDeterministic: true,
  keyOf: () => "",
  score: async () => [],
  async [Symbol.asyncDispose]() {},
});
const map: ScoreMap = { kind: "logistic", intercept: 0, slopes: [1], maxNats: 2 };
const model = {
  detectors: [named("words")],
  map,
  extras: [{ detector: named("deeds"), map: { ...map, maxNats: 3 } }],
};
const scored = (score: number): TurnReading => ({
  kind: "scored",
  score,
  quote: null,
  note: null,
});
const silent = (reason: string): TurnReading => ({ kind: "unscored", reason });

test("an extra's nats are added, each held within its own limit", () => {
  expect(evidenceOf([scored(9), scored(9)], model)).toEqual({ kind: "evidence", nats: 5 });
  expect(evidenceOf([scored(-1), scored(3)], model)).toEqual({ kind: "evidence", nats: 2 });
});

test("an extra that does not speak changes nothing", () => {
  expect(evidenceOf([scored(1), silent("no claim")], model)).toEqual({ kind: "evidence", nats: 1 });
  expect(evidenceOf([silent("no words"), silent("no claim")], model)).toEqual(silent("no words"));
});

test("an extra speaks where the main detector could not read", () => {
  expect(evidenceOf([silent("only code"), scored(3)], model)).toEqual({
    kind: "evidence",
    nats: 3,
  });
});

test("each reading carries what it said itself", () => {
  expect(natsOfReadings([scored(-1), scored(3)], model)).toEqual([-1, 3]);
  expect(natsOfReadings([silent("no words"), silent("no claim")], model)).toEqual([null, null]);
});
