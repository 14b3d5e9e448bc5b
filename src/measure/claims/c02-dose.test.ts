import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { smallBehaviour } from "../../../test/small/small-behaviour.ts";
import type { CoercionLevel } from "../arm.ts";
import { dose, slopes } from "./c02-dose.ts";

/** A slip does 0.2 more with every sentence, in the middle block; irrelevant ones do nothing. */
function ladder(level: CoercionLevel, fresh4 = -1.4) {
  const step = (n: number) => [0.1 * n, 0.2 * n, 0.3 * n];
  const flat = [0, 0, 0];
  const arms = [1, 2, 4].flatMap((n) => [
    [`${level}${n}/fresh`, n === 4 ? [fresh4, fresh4 - 0.01, fresh4 + 0.01] : flat],
    [`${level}${n}/good`, [-1, -1, -1]],
    [`${level}${n}/essay`, step(n).map((value) => value - 1)],
    [`irrelevant-${level}${n}/fresh`, flat],
    [`irrelevant-${level}${n}/good`, flat],
    [`irrelevant-${level}${n}/essay`, flat],
  ]);
  return margins({
    ...Object.fromEntries(arms),
    "uncoerced/fresh": [-1, -1, -1],
    "uncoerced/good": [-1, -1, -1],
    "uncoerced/essay": [-1, -1, -1],
  });
}

describe("C02", () => {
  it("is the slope of a slip's effect over sentences, beside irrelevant ones", () => {
    const found = dose.evaluate(claimInput(ladder("S")));
    expect(found?.gate).toBeNull();
    expect(found?.inference?.estimate).toBeCloseTo(0.2, 12);
    expect(found?.inference?.interval(0.95)?.high).toBeCloseTo(
      0.2 + (4.302653 * 0.1) / 3 ** 0.5,
      6,
    );
    expect(found?.unit).toBe("nats per token per sentence");
    expect(found?.control?.inference.estimate).toBeCloseTo(0, 12);
    const said = found?.sentence("supported");
    expect(said).toContain("irrelevant instructions of equal length by +0.000");
    expect(said).toContain("with four sentences the preference did not cross 0");
  });

  it("climbs the ladder where the run's own coercion sits", () => {
    const coercion = { kind: "ladder", level: "U", sentences: 2 } as const;
    const found = dose.evaluate(claimInput(ladder("U"), { coercion }));
    expect(found?.inference?.estimate).toBeCloseTo(0.2, 12);
    const arms = dose.arms(smallBehaviour(), [], coercion).map(({ id }) => id);
    expect(arms).toEqual(expect.arrayContaining(["U4/essay", "irrelevant-U2/fresh"]));
    expect(arms.some((id) => id.includes("S4"))).toBe(false);
    expect(dose.evaluate(claimInput(ladder("S"), { coercion }))).toBeNull();
  });

  it("is gated where four sentences do not lower the fresh margin by more than δ", () => {
    expect(dose.evaluate(claimInput(ladder("S", -1.1)))?.gate).toContain(
      "manipulation check failed",
    );
  });

  it("is null where an arm was not run", () => {
    const { "S2/essay": _, ...without } = ladder("S");
    expect(dose.evaluate(claimInput(without))).toBeNull();
  });
});

describe("slopes", () => {
  it("are least squares, block by block", () => {
    // Over 0, 1, 2, 4: centre 1.75, spread 8.75. Values 1, 0, 0, 0: -1.75 / 8.75.
    expect(slopes([[1], [0], [0], [0]], [0, 1, 2, 4])).toEqual([expect.closeTo(-0.2, 12)]);
    expect(slopes([[0], [2], [4], [8]], [0, 1, 2, 4])).toEqual([expect.closeTo(2, 12)]);
  });

  it("are null where a block lacks a point, or an arm was not run", () => {
    expect(
      slopes(
        [
          [1, 1],
          [null, 2],
        ],
        [0, 1],
      ),
    ).toEqual([null, 1]);
    expect(slopes([[1], null], [0, 1])).toBeNull();
  });
});
