import { expect, it } from "vitest";
import { keyChecks } from "./key-checks.ts";

it("tells which keys are set, by name only", () => {
  const secret = "sk-3141592653589793";
  const checks = keyChecks({ OPENAI_API_KEY: secret, ANTHROPIC_API_KEY: " " });
  expect(checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
    "key for openai: ok",
    "key for anthropic: absent",
  ]);
  expect(JSON.stringify(checks)).not.toContain(secret);
  expect(checks[1]?.remedy).toContain("ANTHROPIC_API_KEY");
});
