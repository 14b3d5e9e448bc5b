import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallProfile } from "../../test/small/small-behaviour.ts";
import type { Evidence } from "../core/index.ts";
import { evaluate, readoutOf } from "./evaluate.ts";
import { type Preset, planProbe } from "./plan.ts";
import { type CellReading, marginOf } from "./readings.ts";
import { shareOff } from "./readout.ts";
import { probeResult, probeResultSchema } from "./result.ts";

const sampled = { samples: 1, replyTokens: 60, temperature: 1, topP: 1, detector: "test" } as const;

function planOf({ preset = "quick", blocks = 6 }: { preset?: Preset; blocks?: number } = {}) {
  return planProbe(smallProfile(), {
    preset,
    blocks,
    probesPerBlock: 2,
    behaviours: ["kind"],
    seed: 3,
    coercion: { kind: "ladder", level: "S", sentences: 2 },
    extraClaims: [],
    sampled,
  });
}

const certain = (isOff: boolean): Evidence => ({ kind: "evidence", nats: isOff ? 30 : -30 });
const missing: Evidence = { kind: "unscored", reason: "refused" };

type Plan = ReturnType<typeof planOf>;

/** One drawn reply in every cell of a plan. */
function cells(plan: Plan, found: (arm: string, index: number) => Evidence): CellReading[] {
  return plan.behaviours.flatMap(({ behaviour, blocks, arms }) =>
    blocks.flatMap((block) =>
      arms.flatMap((arm) =>
        block.probes.map((item, index) => ({
          key: `cell/${behaviour.id}/${block.index}/${arm.id}/-/${item.id}`,
          behaviour: behaviour.id,
          block: block.index,
          arm: arm.id,
          draw: null,
          item: item.id,
          scores: {},
          forks: [found(arm.id, block.index * 2 + index)],
        })),
      ),
    ),
  );
}

const counts = {
  cells: 0,
  scores: 0,
  missing: 0,
  scoredTokens: 0,
  reusedTokens: 0,
  unsharedTokens: 0,
  generatedTokens: 0,
  cutTurns: 0,
  ownSlips: null,
};

function claimOf(plan: Plan, id: string, found: (arm: string, index: number) => Evidence) {
  const evaluated = evaluate(plan, cells(plan, found), 0.02);
  const input = { plan, model: "test", addedSystem: null, delta: 0.02, counts };
  const result = probeResultSchema.parse(probeResult(evaluated, input));
  return result.claims.find((claim) => claim.id === id);
}

describe("the sampled readout's margin", () => {
  it("is the share off-profile at even prior odds", () => {
    expect(shareOff(0)).toBe(0.5);
    expect(shareOff(Math.log(4))).toBeCloseTo(0.8, 12);
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (nats) => {
        expect(shareOff(nats) + shareOff(-nats)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("is the mean over the replies that have a reading", () => {
    const cell = { key: "", behaviour: "", block: 0, arm: "", draw: null, item: "", scores: {} };
    const of = (...forks: Evidence[]) => marginOf({ ...cell, forks });
    expect(of(certain(true), certain(false))).toBeCloseTo(0.5, 9);
    expect(of(certain(true), missing)).toBeCloseTo(1, 9);
    expect(of(missing)).toBeNull();
  });
});

describe("claims on drawn replies", () => {
  const slipped = (arm: string) => certain(arm === "essay");

  it("sees a slip that turns every reply", () => {
    const claim = claimOf(planOf(), "C04.effect", slipped);
    expect(claim).toMatchObject({
      readout: "sampled",
      unit: "share off-profile",
      verdict: "supported",
    });
    expect(claim?.estimate).toBeCloseTo(1, 9);
    expect(claim?.sentence).toContain(
      "the preference crossed 0.5: most replies drawn are now rude",
    );
    expect(claim?.sentence).not.toContain("nats");
  });

  it("does not call nothing in twelve replies a refutation, but nothing in 240", () => {
    const never = () => certain(false);
    expect(claimOf(planOf(), "C04.effect", never)?.verdict).toBe("inconclusive");
    expect(claimOf(planOf({ blocks: 120 }), "C04.effect", never)?.verdict).toBe("refuted");
  });

  it("leaves a claim undecided that missing replies could change", () => {
    const some = (arm: string, index: number) =>
      arm === "essay" && index < 8 ? missing : slipped(arm);
    const claim = claimOf(planOf(), "C04.effect", some);
    expect(claim).toMatchObject({ verdict: "undecided", missing: 8 });
    expect(claim?.bounds?.low).toBeCloseTo(4 / 12, 9);
    expect(claim?.bounds?.high).toBeCloseTo(1, 9);
  });

  it("measures no claim that takes log-probabilities, and runs no arm for it", () => {
    const plan = planOf({ preset: "full" });
    for (const id of ["C01.specificity", "S1.mixture", "S2.nesting"]) {
      const claim = claimOf(plan, id, slipped);
      expect(claim).toMatchObject({ verdict: "not-measured", readout: null });
      expect(claim?.reason).toContain("the sampled readout cannot tell");
    }
    const ids = plan.behaviours[0]?.arms.map(({ id }) => id) ?? [];
    expect(ids.filter((id) => id.includes("turn-kinds"))).toEqual([]);
  });

  it("speaks of shares in every sentence of a full run", () => {
    const plan = planOf({ preset: "full", blocks: 4 });
    const evaluated = evaluate(plan, cells(plan, slipped), 0.02);
    const input = { plan, model: "test", addedSystem: null, delta: 0.02, counts };
    const measured = probeResult(evaluated, input).claims.filter(
      ({ verdict }) => verdict !== "not-measured",
    );
    expect(measured.length).toBeGreaterThan(8);
    for (const { sentence, unit, reason } of measured) {
      expect(`${sentence} ${unit} ${reason ?? ""}`).not.toMatch(/nats per token|log-prob/);
    }
  });

  it("counts the replies behind the least error", () => {
    expect(readoutOf(planOf()).leastError).toBeCloseTo(0.097341, 6);
  });
});
