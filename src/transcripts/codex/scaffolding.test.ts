import { expect, it } from "vitest";
import { isScaffolding } from "./scaffolding.ts";

it.each([
  ["<environment_context>\n  <cwd>/</cwd>\n</environment_context>", true],
  ["<permissions instructions>Ask.</permissions instructions>", true],
  ["<user_instructions>a</user_instructions>\n<environment_context></environment_context>", true],
  ["# AGENTS.md instructions for /home\n\n<INSTRUCTIONS>Be brief.</INSTRUCTIONS>", true],
  ["<environment_context>a</environment_context> Fix it.", false],
  ["It prints <environment_context></environment_context>", false],
  ["<environment_context>never closed", false],
  ["<p>mine</p>", false],
  ["Fix it.", false],
  ["", false],
])("tells scaffolding from what the user wrote: %j", (text, is) => {
  expect(isScaffolding(text)).toBe(is);
});
