import { expect, it } from "vitest";
import type { WireFormat } from "../wire-conversation.ts";
import { digest } from "./__fixtures__/digest.ts";
import { wireOf } from "./wire-of.ts";

const read = (format: WireFormat, request: unknown) =>
  wireOf(format).read(JSON.stringify(request), digest);
const linksOf = (format: WireFormat, request: unknown) => {
  const reading = read(format, request);
  if (reading.kind === "invalid") throw new Error(reading.issue.message);
  return reading.conversation.messages.map(({ link }) => link);
};

const call = { type: "function_call", call_id: "c", name: "look", arguments: "{}" };
const output = {
  type: "function_call_output",
  call_id: "c",
  output: [{ type: "input_text", text: "no" }],
};

it("reads items of the Responses API, the vendor's conversation and what stands outside the list", () => {
  const reading = read("openai-responses", {
    instructions: "Be kind.",
    prompt: { id: "p" },
    conversation: { id: "conv" },
    previous_response_id: "resp",
    input: [
      { role: "developer", content: "x" },
      { type: "reasoning", id: "rs", summary: [{ text: "hm" }], encrypted_content: "s" },
      call,
      output,
      { type: "image_generation_call", id: "i" },
    ],
  });
  expect(reading).toMatchObject({
    conversation: {
      session: "conv",
      previous: "resp",
      messages: [
        { element: null, message: { role: "system", parts: [{ type: "prompt" }] } },
        { element: null, message: { role: "system", parts: [{ text: "Be kind." }] } },
        { element: 0, message: { role: "system" } },
        {
          element: 1,
          isSigned: true,
          message: { role: "assistant", parts: [{ kind: "reasoning", text: "hm" }] },
        },
        { element: 2, isSigned: false, message: { role: "assistant", parts: [{ callId: "c" }] } },
        { element: 3, message: { role: "tool", parts: [{ callId: "c", output: "no" }] } },
        { element: 4, message: { role: "assistant", parts: [{ type: "image_generation_call" }] } },
      ],
    },
  });
  const string = linksOf("openai-responses", { input: "hi" });
  expect(linksOf("openai-responses", { input: [{ role: "user", content: "hi" }] })).toEqual(string);
});

it("lets an output answer a call that the vendor keeps, and no other", () => {
  const request = { input: [output] };
  expect(read("openai-responses", request)).toMatchObject({ issue: { param: "input[0].call_id" } });
  for (const kept of [{ previous_response_id: "r" }, { conversation: "c" }]) {
    expect(read("openai-responses", { ...request, ...kept }).kind).toBe("conversation");
  }
  const reference = { input: [{ type: "item_reference", id: "fc" }, output] };
  expect(read("openai-responses", reference).kind).toBe("conversation");
});

const use = {
  role: "assistant",
  content: [{ type: "tool_use", id: "a", name: "look", input: {} }],
};
const result = { type: "tool_result", tool_use_id: "a", content: [{ type: "text", text: "no" }] };

it("reads Anthropic's messages: results as a tool's, mixed ones as the user's", () => {
  const thinking = { type: "thinking", thinking: "hm", signature: "s" };
  const reading = read("anthropic-messages", {
    system: [{ type: "text", text: "Be kind." }],
    metadata: { user_id: "user_1_account__session_abc-1" },
    messages: [
      { role: "user", content: "hi" },
      { ...use, content: [thinking, ...use.content] },
      { role: "user", content: [result] },
      use,
      { role: "user", content: [result, { type: "text", text: "and" }] },
    ],
  });
  expect(reading).toMatchObject({
    conversation: {
      session: "abc-1",
      messages: [
        { element: null, message: { role: "system" } },
        { element: 0, message: { role: "user" } },
        { element: 1, isSigned: true, message: { role: "assistant" } },
        { element: 2, isSigned: false, message: { role: "tool" } },
        { element: 3, message: { role: "assistant" } },
        {
          element: 4,
          message: { role: "user", parts: [{ kind: "tool-result" }, { text: "and" }] },
        },
      ],
    },
  });
});

it("names a coding agent's session in the newer form too, and no place by its attribution", () => {
  const user_id = JSON.stringify({ device_id: "d", session_id: "s1" });
  const messages = [{ role: "user", content: "hi" }];
  const reading = read("anthropic-messages", { metadata: { user_id }, messages });
  expect(reading).toMatchObject({ conversation: { session: "s1" } });
  const system = (sum: string) => [
    { type: "text", text: `x-anthropic-billing-header: cc_version=2.1.117; cch=${sum};` },
    { type: "text", text: "Be kind." },
  ];
  expect(linksOf("anthropic-messages", { system: system("1"), messages })).toEqual(
    linksOf("anthropic-messages", { system: system("2"), messages }),
  );
});

it.each([
  [
    "anthropic-messages",
    { messages: [{ role: "user", content: [result] }] },
    "messages[0].content[0].tool_use_id",
  ],
  [
    "anthropic-messages",
    {
      messages: [
        use,
        { role: "user", content: "x" },
        use,
        { role: "user", content: [{ ...result, tool_use_id: "b" }] },
      ],
    },
    "messages[3].content[0].tool_use_id",
  ],
  [
    "anthropic-messages",
    {
      messages: [
        use,
        { role: "user", content: [result] },
        { role: "assistant", content: "x" },
        { role: "user", content: [result] },
      ],
    },
    "messages[3].content[0].tool_use_id",
  ],
  ["anthropic-messages", { messages: [{ role: "tool", content: "x" }] }, "messages[0].role"],
  ["anthropic-messages", { messages: [{ role: "user" }] }, "messages[0].content"],
  ["anthropic-messages", { system: 1, messages: [use] }, "system"],
  ["anthropic-messages", { messages: [] }, "messages"],
  ["openai-responses", {}, "input"],
  ["openai-responses", { input: 1 }, "input"],
  ["openai-responses", { input: [1] }, "input[0]"],
  ["openai-responses", { input: [{ role: "bot" }] }, "input[0].role"],
  ["openai-responses", { input: [{ role: "user", content: 1 }] }, "input[0].content"],
  ["openai-responses", { input: [{ type: "function_call_output" }] }, "input[0].call_id"],
] as const)("%s: says where %j is wrong", (format, request, param) => {
  expect(read(format, request)).toMatchObject({ kind: "invalid", issue: { param } });
});
