import { expect, it } from "vitest";
import { smallBehaviour } from "../../../test/small/small-behaviour.ts";
import { planSession, sessionAges, sessionDefaults, sessionMessages } from "./session-design.ts";

const behaviour = smallBehaviour();
const design = { ...sessionDefaults, replyTokens: 20, detector: "bank" };

it("asks off the record at the start, each quarter and the end", () => {
  expect(sessionAges(16)).toEqual([0, 4, 8, 12, 16]);
  expect(sessionAges(5)).toEqual([0, 1, 3, 4, 5]);
  expect(sessionAges(4)).toEqual([0, 1, 2, 3, 4]);
});

it("never asks on the record what it asks off it, and goes through a short bank again", () => {
  const plan = planSession(behaviour, { ...design, turns: 30 }, { seed: 1, index: 2 });
  expect(plan.questions).toHaveLength(30);
  const asked = new Set(plan.questions.map(({ id }) => id));
  expect(asked.size).toBe(12);
  expect(plan.forks.filter(({ id }) => asked.has(id))).toEqual([]);
  expect(new Set(plan.tasks.map(({ id }) => id)).size).toBe(2);
});

it("draws by seed and session", () => {
  const ids = (seed: number, index: number) =>
    planSession(behaviour, design, { seed, index }).questions.map(({ id }) => id);
  expect(ids(1, 0)).toEqual(ids(1, 0));
  expect(ids(1, 0)).not.toEqual(ids(1, 1));
  expect(ids(1, 0)).not.toEqual(ids(2, 0));
  const few = smallBehaviour("kind", 4);
  expect(() => planSession(few, design, { seed: 1, index: 0 })).toThrow("too few questions");
});

it("stands under the coercion, said once", () => {
  const said = [{ question: "q1?", reply: "w1" }];
  const at = (level: "S" | "U") => {
    const coercion = { kind: "ladder", level, sentences: 1 } as const;
    return sessionMessages({ behaviour, coercion }, said, "q2?").map(({ role, text }) => [
      role,
      text,
    ]);
  };
  expect(at("S")).toEqual([
    ["system", "System 1."],
    ["user", "q1?"],
    ["assistant", "w1"],
    ["user", "q2?"],
  ]);
  expect(at("U")[0]).toEqual(["user", "User 1. q1?"]);
  expect(at("U").at(-1)).toEqual(["user", "q2?"]);
});
