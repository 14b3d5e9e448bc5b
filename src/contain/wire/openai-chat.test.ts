import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { readOpenaiChat } from "./read-openai-chat.ts";

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
const read = (request: unknown) => readOpenaiChat(JSON.stringify(request), digest);
const links = (request: unknown) => {
  const reading = read(request);
  if (reading.kind === "invalid") throw new Error(reading.issue.message);
  return reading.conversation.messages.map(({ link }) => link);
};

const call = {
  role: "assistant",
  content: null,
  tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"at": 1}' } }],
};
const result = { role: "tool", tool_call_id: "c1", content: "Exit code 1\nno" };

it("reads roles, parts and places", () => {
  const reading = read({
    model: "m",
    stream: true,
    messages: [
      { role: "developer", content: "Be kind." },
      { role: "user", content: [{ type: "text", text: "hi" }, { type: "image_url" }] },
      call,
      result,
    ],
  });
  expect(reading).toMatchObject({
    kind: "conversation",
    conversation: {
      format: "openai-chat",
      model: "m",
      isStream: true,
      session: null,
      messages: [
        { element: 0, message: { role: "system", parent: null } },
        { element: 1, message: { role: "user", parts: [{ text: "hi" }, { kind: "other" }] } },
        {
          element: 2,
          message: { role: "assistant", parts: [{ kind: "tool-call", name: "look" }] },
        },
        { element: 3, message: { role: "tool", parts: [{ callId: "c1", exitCode: 1 }] } },
      ],
    },
  });
});

it("has the same links whatever clients change on their way", () => {
  const user = { role: "user", content: "hi" };
  const marked = { type: "text", text: "hi", cache_control: { type: "ephemeral" } };
  const plain = { ...call, content: "", refusal: null, annotations: [], reasoning_content: "hm" };
  const spelled = { ...call.tool_calls[0], function: { name: "look", arguments: '{"at":1}' } };
  const first = links({ messages: [user, call, result] });
  expect(new Set(first).size).toBe(3);
  expect(links({ messages: [{ ...user, content: [marked] }, plain, result] })).toEqual(first);
  expect(links({ messages: [user, { ...call, tool_calls: [spelled] }, result] })).toEqual(first);
  expect(links({ messages: [{ ...user, content: "ho" }, call, result] })[2]).not.toBe(first[2]);
});

it("tells images apart", () => {
  const ask = (url: string) => [
    { role: "user", content: [{ type: "image_url", image_url: { url } }] },
  ];
  expect(links({ messages: ask("a") })).not.toEqual(links({ messages: ask("b") }));
});

it.each([
  ["{", null, /^the body is not JSON: /],
  ["[]", null, /must be a JSON object, not an array/],
  ["{}", "messages", /is missing/],
  ['{"messages":[]}', "messages", /is empty/],
  ['{"messages":[1]}', "messages[0]", /must be an object, not a number/],
  ['{"messages":[{"role":"bot"}]}', "messages[0].role", /"bot".*must be one of system/],
  ['{"messages":[{"role":"user","content":1}]}', "messages[0].content", /not a number/],
  ['{"messages":[{"role":"tool","content":""}]}', "messages[0].tool_call_id", /is missing/],
  [
    '{"messages":[{"role":"tool","tool_call_id":"x"}]}',
    "messages[0].tool_call_id",
    /"x" answers no/,
  ],
  ['{"stream":"yes","messages":[{"role":"user"}]}', "stream", /not "yes"/],
  ['{"model":1,"messages":[{"role":"user"}]}', "model", /not a number/],
  [`{"a":${"[".repeat(600)}${"]".repeat(600)}}`, null, /deeper than 512 levels/],
])("says what is wrong with %s", (body, param, message) => {
  const reading = readOpenaiChat(body, digest);
  expect(reading).toMatchObject({ kind: "invalid", issue: { param } });
  if (reading.kind === "invalid") expect(reading.issue.message).toMatch(message);
});
