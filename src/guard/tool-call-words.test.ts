import fc from "fast-check";
import { expect, it } from "vitest";
import { toolCallWords } from "./tool-call-words.ts";

const call = (input: string) => ({
  parts: [{ kind: "tool-call", callId: "1", name: "send", input } as const],
});

it.each([
  [
    '{"to":"ann@example.org","body":"You are pathetic and I hate you."}',
    "You are pathetic and I hate you.",
  ],
  [
    '{"a":{"b":["Nobody will ever find out about this."]}}',
    "Nobody will ever find out about this.",
  ],
  ["Tell them that it was an accident", "Tell them that it was an accident"],
  ['{"path":"src/a.ts","line":4}', null],
  ['{"command":"ls -la /tmp"}', null],
  ["", null],
])("finds in %j the words %j", (input, words) => {
  expect(toolCallWords(call(input))).toBe(words);
});

it("says nothing of a message without calls, and never throws", () => {
  expect(
    toolCallWords({ parts: [{ kind: "text", text: "You are a very bad person." }] }),
  ).toBeNull();
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (input) => {
      const words = toolCallWords(call(input));
      expect(words === null || words.length > 0).toBe(true);
    }),
  );
});
