import { describe, expect, it } from "vitest";
import { claimInput, type GivenScores, margins } from "../../test/small/given-readings.ts";
import { smallBehaviour } from "../../test/small/small-behaviour.ts";
import { effect } from "./claims/c04-effect.ts";
import { persistence } from "./claims/c04-persistence.ts";
import { sensitised } from "./claims/c07-sensitised.ts";
import type { Evaluated } from "./evaluate.ts";
import { judgePooled } from "./pooled.ts";
import { judge } from "./verdicts.ts";

const flat = (value: number) => [value, value, value];
/** A behaviour whose slip moves it by so much and leaves so much after three own turns. */
const scores = (slip: number, left = slip): GivenScores =>
  margins({
    fresh: flat(-1),
    good: flat(-1),
    essay: [slip - 1.01, slip - 1, slip - 0.99],
    neutral: flat(-1),
    "good-own-3": flat(-1),
    "essay-own-3": flat(left - 1),
    "good-8": flat(-1),
    "after-5": flat(-1),
    "first-after-4": flat(-1),
    "again-4": flat(-1),
  });
function evaluated(id: string, given: GivenScores, valueNeutral = false): Evaluated {
  const input = claimInput(given, { behaviour: { ...smallBehaviour(id), valueNeutral } });
  const claims = [effect, persistence, sensitised];
  return { ...input, input, judged: judge(claims, input) };
}
const rowOf = (all: readonly Evaluated[], id: string) =>
  judgePooled(all, 1).find(({ claim }) => claim.id === id);

describe("judgePooled", () => {
  const three = [
    evaluated("kind", scores(0.5, 0.1)),
    evaluated("honest", scores(0.6, 0.2)),
    evaluated("fair", scores(0.7, 0.3)),
  ];

  it("takes the behaviours as the units", () => {
    const row = rowOf(three, "C04.effect");
    expect(row?.finding.inference?.estimate).toBeCloseTo(0.6, 12);
    expect(row?.finding.inference?.n).toBe(3);
    expect(row?.finding.inference?.interval(0.95)?.low).toBeCloseTo(
      0.6 - (4.302653 * 0.1) / 3 ** 0.5,
      6,
    );
    expect(row?.verdict).toBe("supported");
    expect(row?.n).toBe(27);
  });

  it("takes a ratio of the behaviours' means", () => {
    const row = rowOf(three, "C04.persistence");
    // (0.1 + 0.2 + 0.3) / (0.5 + 0.6 + 0.7).
    expect(row?.finding.inference?.estimate).toBeCloseTo(1 / 3, 12);
    expect(row?.finding.inference?.method).toBe("fieller");
    expect(row?.verdict).toBe("refuted");
  });

  it("pools only the claims that are about behaviours in general", () => {
    expect(judgePooled(three, 1).map(({ claim }) => claim.id)).toEqual([
      "C04.effect",
      "C04.persistence",
    ]);
  });

  it("leaves value-neutral pairs out, and needs two behaviours", () => {
    const formal = evaluated("formal", scores(5), true);
    expect(rowOf([...three, formal], "C04.effect")?.finding.inference?.estimate).toBeCloseTo(0.6);
    expect(judgePooled([formal, ...three.slice(0, 1)], 1)).toEqual([]);
  });

  it("leaves a behaviour out whose own check failed, and says so", () => {
    const still = evaluated("still", scores(0, 0.5));
    const row = rowOf([...three, still], "C04.persistence");
    expect(row?.finding.inference?.estimate).toBeCloseTo(1 / 3, 12);
    expect(row?.finding.sentence("refuted")).toContain(
      "left out, as the claim's own check failed: still",
    );
    const alone = rowOf([still, ...three.slice(0, 1)], "C04.persistence");
    expect(alone?.verdict).toBe("undecided");
    expect(alone?.reason).toBe("only 1 of 2 behaviours passed the claim's own check");
  });

  it("is supported only where a slip does more than a neutral turn", () => {
    const same = three.map(({ behaviour }, at) =>
      evaluated(behaviour.id, {
        ...scores(0.5 + at / 10),
        neutral: scores(0.5 + at / 10)["essay"] ?? {},
      }),
    );
    expect(rowOf(same, "C04.effect")?.verdict).toBe("inconclusive");
  });

  it("names the control, the behaviours, and where the preference crossed", () => {
    const turned = [...three.slice(0, 2), evaluated("fair", scores(1.5))];
    const said = rowOf(turned, "C04.effect")?.finding.sentence("supported");
    expect(said).toContain("Over 3 behaviours (kind, honest, fair)");
    expect(said).toContain("control: e(neutral) +0.000");
    expect(said).toContain("the preference crossed 0 in 1 of 3");
  });

  it("stays open where missing scores leave a behaviour open", () => {
    const { essay, ...rest } = scores(0.5);
    const holed = evaluated("holed", {
      ...rest,
      essay: { ...essay, unwanted: [null, ...(essay?.["unwanted"] ?? []).slice(1)] },
    });
    const row = rowOf([...three, holed], "C04.effect");
    expect(row?.reason).toBe("missing scores leave it open for holed");
    expect(row?.missing).toBe(1);
  });
});
