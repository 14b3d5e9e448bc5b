import { expect, it } from "vitest";
import { assistantBanks } from "../../test/known-answers/banks.ts";
import { planProbe, presets } from "../measure/index.ts";
import { armLabel } from "./arm-label.ts";

const plan = planProbe(assistantBanks(), {
  preset: "full",
  ...presets.full,
  behaviours: ["kind", "honest"],
  seed: 0,
  coercion: { kind: "ladder", level: "S", sentences: 4 },
  extraClaims: [],
});
const labels = new Map(plan.behaviours[0]?.arms.map((arm) => [arm.id, armLabel(arm)]));

it("says in words what was done", () => {
  expect(labels.get("fresh")).toBe("a fresh context");
  expect(labels.get("essay")).toBe("two good turns, then a slip");
  expect(labels.get("mistake")).toBe("two good turns, then an honest mistake");
  expect(labels.get("essay-own-3")).toBe(
    "two good turns, then a slip, then three of the model's own",
  );
  expect(labels.get("good+inoculate")).toBe("three good turns; then inoculate");
  expect(labels.get("uncoerced/essay")).toBe("two good turns, then a slip (not coerced)");
  expect(labels.get("essay>honest")).toBe("two good turns, then a slip; asked about honest");
});

it("gives no two arms of a design the same words", () => {
  expect(new Set(labels.values()).size).toBe(labels.size);
});
