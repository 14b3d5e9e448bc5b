import { expect, it } from "vitest";
import type { ToolResultPart } from "../../core/index.ts";
import { message, scanned, written } from "./__fixtures__/scanned.ts";
import { openAiWriter } from "./openai-writer.ts";

const result = (output: string, callId: string | null = null): ToolResultPart => ({
  kind: "tool-result",
  callId,
  name: null,
  output,
  isError: null,
  exitCode: null,
});

it("writes the path as chat messages beside what the scan found", async () => {
  const line = JSON.parse(await written(openAiWriter, [{ scanned: scanned() }]));

  expect(line.messages).toEqual([
    { role: "user", content: "hello" },
    { role: "assistant", content: "I hate you." },
  ]);
  expect(line.metadata).toMatchObject({ flipTurn: 1, flipProbability: 0.93, messageTurns: [0, 1] });
  expect(line.metadata).not.toHaveProperty("turns");
});

it("splits a message at its tool results and pairs calls that have no id", async () => {
  const one = scanned({}, [
    message("user", "what is there?"),
    message("assistant", [
      { kind: "reasoning", text: "look first" },
      { kind: "text", text: "Looking." },
      { kind: "tool-call", callId: null, name: "ls", input: '{"path":"."}' },
      result("a.txt"),
      { kind: "text", text: "One file." },
    ]),
    message("tool", [result("late", "call_9")]),
    message("tool", "loose"),
  ]);
  const { messages, metadata } = JSON.parse(await written(openAiWriter, [{ scanned: one }]));

  expect(messages).toEqual([
    { role: "user", content: "what is there?" },
    {
      role: "assistant",
      content: "Looking.",
      reasoning_content: "look first",
      tool_calls: [
        {
          id: "call_unnamed_1",
          type: "function",
          function: { name: "ls", arguments: '{"path":"."}' },
        },
      ],
    },
    { role: "tool", tool_call_id: "call_unnamed_1", content: "a.txt" },
    { role: "assistant", content: "One file." },
    { role: "tool", tool_call_id: "call_9", content: "late" },
    { role: "tool", tool_call_id: "call_unnamed_2", content: "loose" },
  ]);
  expect(metadata.messageTurns).toEqual([0, 1, 1, 1, 2, 3]);
});
