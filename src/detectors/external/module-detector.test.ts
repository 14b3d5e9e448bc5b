import { expect, test } from "vitest";
import { TurncoatError } from "../../core/index.ts";
import { said } from "../__fixtures__/said.ts";
import { openModuleDetector } from "./module-detector.ts";

const turns = ["first", "second"].map((reply) => ({
  path: said(["user", "Well?"], ["assistant", reply]),
  at: 1,
}));

const open = (parts: object) =>
  openModuleDetector("external:./mine.mjs", { detector: { id: "mine", version: "3", ...parts } });

const reasonsOf = async (parts: object) =>
  (await open(parts).detector.score(turns)).map((one) =>
    one.kind === "unscored" ? one.reason : one,
  );

test("gives plain turns to the user's object and takes its results", async () => {
  class Mine {
    id = "mine";
    version = "1";
    bonus = 2;
    score(given: readonly { readonly question: string; readonly reply: string }[]) {
      return given.map(({ question, reply }) =>
        reply === "first"
          ? { score: question.length + this.bonus, quote: "first", note: "so" }
          : { unscored: "not mine" },
      );
    }
  }
  const { detector, map } = openModuleDetector("external:x", { default: new Mine() });
  expect(await detector.score(turns)).toEqual([
    { kind: "scored", score: 7, quote: "first", note: "so" },
    { kind: "unscored", reason: "not mine" },
  ]);
  expect(map).toBeNull();
  expect(detector.isDeterministic).toBe(false);
});

test("a quote that the reply does not hold is left out", async () => {
  const { detector } = open({ scoreTurn: () => ({ score: 1, quote: "never said" }) });
  expect((await detector.score(turns))[0]).toMatchObject({ score: 1, quote: null });
});

test("scores in nats need no calibration, within bounds", () => {
  expect(open({ unit: "nats", scoreTurn: () => ({ score: 1 }) }).map).toEqual({
    kind: "logistic",
    intercept: 0,
    slopes: [1],
    maxNats: 4,
  });
});

test("what it throws or gives wrongly is unscored with the reason", async () => {
  const shape = "the detector's result is neither { score } nor { unscored }";
  for (const result of [null, 3, { score: "3" }, { score: Number.NaN }, {}, undefined]) {
    expect(await reasonsOf({ scoreTurn: () => result })).toEqual([shape, shape]);
  }
  const boom = () => {
    throw new Error("boom");
  };
  expect(await reasonsOf({ scoreTurn: boom })).toEqual(Array(2).fill("the detector threw: boom"));
  expect(await reasonsOf({ score: async () => Promise.reject("late") })).toEqual(
    Array(2).fill("the detector threw: late"),
  );
  expect(await reasonsOf({ score: () => [{ score: 1 }] })).toEqual(
    Array(2).fill("the detector gave 1 result for 2 turns"),
  );
  expect(await reasonsOf({ score: () => "x" })).toEqual(
    Array(2).fill("the detector gave no list of results for 2 turns"),
  );
});

test("one that never answers is left when the user interrupts", async () => {
  const stop = new AbortController();
  const { detector } = open({ score: () => new Promise(() => undefined) });
  const work = detector.score(turns, { signal: stop.signal });
  stop.abort();
  await expect(work).rejects.toThrow(TurncoatError);
});

test.each([{}, { detector: 3 }, { detector: { id: "x", version: "1" } }, { default: null }])(
  "refuses a module that exports %j",
  (exported) => {
    expect(() => openModuleDetector("external:x", exported)).toThrow("exports no detector");
  },
);
