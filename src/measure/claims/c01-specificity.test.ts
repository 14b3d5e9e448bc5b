import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../../test/small/given-readings.ts";
import { smallBehaviour } from "../../../test/small/small-behaviour.ts";
import type { Behaviour } from "../../core/index.ts";
import { specificity } from "./c01-specificity.ts";

// Every reply of a kind shares its words with the others of its kind, so that overlap is matched.
const matched: Behaviour = {
  ...smallBehaviour(),
  items: smallBehaviour().items.map((item) => ({
    ...item,
    unwanted: "mean words",
    unrelated: { sea: "salty words", law: "legal words", ode: "rhymed words" },
  })),
};
// IS coerced: [-0.2 + 1] - [-0.5 + 1] = 0.3; uncoerced: [-0.5 + 0.9] - [-0.4 + 0.9] = -0.1.
const m = {
  fresh: [-1, -1, -1],
  good: [-1, -1.1, -0.9],
  essay: [-0.2, -0.3, -0.1],
  style: [-0.7, -0.7, -0.7],
  "uncoerced/good": [-0.9, -0.9, -0.9],
  "uncoerced/essay": [-0.6, -0.5, -0.4],
  "uncoerced/style": [-0.8, -0.8, -0.8],
};
const q = {
  fresh: [-1.2, -1.2, -1.2],
  good: [-1, -1, -1],
  style: [-0.5, -0.5, -0.5],
  "uncoerced/good": [-0.9, -0.9, -0.9],
  "uncoerced/style": [-0.4, -0.4, -0.4],
};
const evaluate = (
  arms: typeof m | Omit<typeof m, "uncoerced/style">,
  styles = q,
  behaviour = matched,
) => specificity.evaluate(claimInput(margins(arms, styles), { behaviour }));

describe("C01", () => {
  it("decides on what coercion adds to specificity", () => {
    const found = evaluate(m);
    expect(found?.gate).toBeNull();
    expect(found?.quantity).toBe("IS coerced − IS uncoerced");
    // Blockwise: 0.3 minus (-0.2, -0.1, 0).
    expect(found?.inference?.estimate).toBeCloseTo(0.4, 12);
    expect(found?.inference?.interval(0.95)?.low).toBeCloseTo(0.4 - (4.302653 * 0.1) / 3 ** 0.5, 6);
    expect(found?.control?.label).toBe("IS, uncoerced");
    expect(found?.control?.inference.estimate).toBeCloseTo(-0.1, 12);
    expect(found?.threshold).toBe(0.1);
  });

  it("says what it is compared with and that the preference did not cross", () => {
    const said = evaluate(m)?.sentence("supported") ?? "";
    expect(said).toContain("compared with the same model not asked to be kind");
    expect(said).toContain("the opposite is special; the preference did not cross 0");
  });

  it("is undecided, with its first number, where the uncoerced arms were not run", () => {
    const { "uncoerced/style": _, ...without } = m;
    const found = evaluate(without);
    expect(found?.gate).toContain("the uncoerced arms, which decide, were not run");
    expect(found?.quantity).toBe("IS, coerced");
    expect(found?.inference?.estimate).toBeCloseTo(0.3, 12);
  });

  it("is gated by base margins more than 0.25 apart", () => {
    const found = evaluate(m, { ...q, fresh: [-1.25, -1.25, -1.25] });
    expect(found?.gate).toBeNull();
    expect(evaluate(m, { ...q, fresh: [-1.3, -1.3, -1.3] })?.gate).toContain("differs by 0.30");
  });

  it("is gated by word overlap that differs by more than 20 %", () => {
    expect(evaluate(m, q, smallBehaviour())?.gate).toContain("share words to different degrees");
  });

  it("is gated where the matching has no score to be checked on", () => {
    const found = evaluate({ ...m, fresh: [] as number[] });
    expect(found?.gate).toContain("could not be checked");
  });
});
