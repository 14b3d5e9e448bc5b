import { expect, it } from "vitest";
import { writerFor } from "./writer-for.ts";

it.each([
  ["out.jsonl", "scan-jsonl"],
  ["out.openai.jsonl", "openai-chat"],
  ["out.sarif", "sarif"],
  ["OUT.SARIF.JSON", "sarif"],
  ["out.xml", "junit"],
  ["logs/out.junit.xml", "junit"],
])("writes %s as %s", (name, id) => {
  expect(writerFor(name).id).toBe(id);
});

it.each(["out.json", "out", "jsonl", ""])("names what it knows instead of writing %j", (name) => {
  expect(() => writerFor(name, [".eval"])).toThrow(/\.jsonl, \.openai\.jsonl, .*\.eval/);
});
