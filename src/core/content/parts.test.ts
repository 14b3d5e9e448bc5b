import fc from "fast-check";
import { expect, it } from "vitest";
import { partsOf, toolCallParts, toolResultPart } from "./parts.ts";

it("reads plain text and the lack of it", () => {
  expect(partsOf("hi")).toEqual([{ kind: "text", text: "hi" }]);
  expect([partsOf(""), partsOf(null), partsOf(undefined)]).toEqual([[], [], []]);
});

it("reads the blocks of both vendors, and keeps the place of those it does not know", () => {
  const blocks = [
    { type: "text", text: "a" },
    { type: "input_text", text: "b" },
    { type: "refusal", refusal: "no" },
    { type: "thinking", thinking: "hm", signature: "s" },
    { type: "tool_use", id: "t1", name: "Bash", input: { command: "ls" } },
    { type: "tool_result", tool_use_id: "t1", is_error: true, content: "Exit code 2\nx" },
    { type: "image_url", image_url: { url: "data:" } },
    { type: "text", text: 7 },
    "bare",
    null,
  ];
  expect(partsOf(blocks)).toEqual([
    { kind: "text", text: "a" },
    { kind: "text", text: "b" },
    { kind: "text", text: "no" },
    { kind: "reasoning", text: "hm" },
    { kind: "tool-call", callId: "t1", name: "Bash", input: '{"command":"ls"}' },
    {
      kind: "tool-result",
      callId: "t1",
      name: null,
      output: "Exit code 2\nx",
      isError: true,
      exitCode: 2,
    },
    { kind: "other", type: "image_url" },
    { kind: "other", type: "text" },
    { kind: "text", text: "bare" },
    { kind: "other", type: "object" },
  ]);
});

it("reads OpenAI's tool calls, custom ones and odd ones", () => {
  const calls = [
    { id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } },
    { id: "c2", type: "custom", custom: { name: "g", input: "free text" } },
    { type: "later" },
  ];
  expect(toolCallParts({ tool_calls: calls })).toEqual([
    { kind: "tool-call", callId: "c1", name: "f", input: '{"a":1}' },
    { kind: "tool-call", callId: "c2", name: "g", input: "free text" },
    { kind: "other", type: "later" },
  ]);
  expect(toolCallParts({ tool_calls: "no" })).toEqual([]);
});

it("reads a tool's result as text or blocks", () => {
  const blocks = [{ type: "text", text: "Exit code 0" }, { type: "image" }, "more"];
  expect(toolResultPart(blocks)).toMatchObject({ output: "Exit code 0\nmore", exitCode: 0 });
  expect(toolResultPart({ exit_code: 4 })).toMatchObject({
    output: '{"exit_code":4}',
    exitCode: 4,
  });
  expect(toolResultPart(undefined, { callId: "c", name: "f", isError: false })).toEqual({
    kind: "tool-result",
    callId: "c",
    name: "f",
    output: "",
    isError: false,
    exitCode: null,
  });
});

it("gives every element of an array one part, never throwing", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (content) => {
      const plain = content.filter((block) => typeof block !== "string" || block !== "");
      expect(partsOf(content)).toHaveLength(plain.length);
    }),
  );
});
