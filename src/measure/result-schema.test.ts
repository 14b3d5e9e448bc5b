import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { probeResultSchema } from "./result.ts";
import { resultJsonSchema } from "./result-schema.ts";

const empty = {
  format: "turncoat/result@1",
  subject: { model: "known:fading", level: "S", sentences: 4, coercion: "", addedSystem: null },
  profile: "assistant",
  behaviours: ["kind"],
  preset: "quick",
  blocks: 6,
  probesPerBlock: 2,
  seed: 0,
  delta: 0.1,
  claims: [],
  arms: [],
  counts: {
    cells: 0,
    scores: 0,
    missing: 0,
    scoredTokens: 0,
    reusedTokens: 0,
    unsharedTokens: 0,
    generatedTokens: 0,
    cutTurns: 0,
    ownSlips: null,
  },
};

const published = new URL("../../docs/schema/result-1.schema.json", import.meta.url);

it("is the one that docs/schema holds; `npm run schema` writes it, a change of shape is a new version", () => {
  expect(JSON.parse(readFileSync(published, "utf8"))).toEqual(resultJsonSchema());
});

it("accepts and refuses what the parser does", () => {
  const validate = new Ajv2020().compile(resultJsonSchema());
  const cases = [
    empty,
    { ...empty, preset: "slow" },
    { ...empty, delta: null },
    { ...empty, blocks: 1.5 },
    { ...empty, more: 1 },
    { ...empty, format: "turncoat/result@2" },
  ];
  const verdicts = cases.map((one) => validate(one));
  expect(verdicts).toEqual([true, false, false, false, false, false]);
  expect(verdicts).toEqual(cases.map((one) => probeResultSchema.safeParse(one).success));
});
