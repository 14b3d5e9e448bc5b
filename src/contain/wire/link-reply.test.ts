import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WireConversation, WireFormat } from "../wire-conversation.ts";
import { digest } from "./__fixtures__/digest.ts";
import { exchangesOf } from "./exchanges.ts";
import { linkReply } from "./link-reply.ts";
import { planEdits } from "./plan-edits.ts";
import { wireOf } from "./wire-of.ts";

function read(format: WireFormat, request: unknown): WireConversation {
  const reading = wireOf(format).read(JSON.stringify(request), digest);
  if (reading.kind === "invalid") throw new Error(reading.issue.message);
  return reading.conversation;
}

const text = fc.constantFrom("", "Sure.", 'a "b"\n');
const args = fc.record({ at: fc.oneof(fc.integer(), fc.string()) });
const flags = fc.record({ isThinking: fc.boolean(), isDropped: fc.boolean() });

type Flags = typeof flags extends fc.Arbitrary<infer T> ? T : never;

/** Replies as each API gives them, and what its official client's users send back of them. */
const replies: Readonly<Record<WireFormat, (said: string, input: object, flags: Flags) => Reply>> =
  {
    "openai-chat": (said, input, { isThinking, isDropped }) => {
      const called = { name: "look", arguments: JSON.stringify(input, null, 1) };
      const message = {
        role: "assistant",
        content: said === "" ? null : said,
        refusal: null,
        annotations: [],
        ...(isThinking ? { reasoning_content: "hm" } : {}),
        tool_calls: [{ id: "c", type: "function", function: called }],
      };
      const { role, content, tool_calls } = message;
      const choices = [{ index: 0, message, finish_reason: "tool_calls" }];
      const usage = { prompt_tokens: 3, completion_tokens: 4 };
      const reply = { id: "x", object: "chat.completion", model: "m", choices, usage };
      return { reply, resent: [isDropped ? { role, content, tool_calls } : message] };
    },
    "openai-responses": (said, input, { isThinking, isDropped }) => {
      const reasoning = { type: "reasoning", id: "rs", summary: [], encrypted_content: "s" };
      const content = [{ type: "output_text", text: said, annotations: [], logprobs: [] }];
      const spoken = {
        type: "message",
        id: "msg",
        status: "completed",
        role: "assistant",
        content,
      };
      const called = { name: "look", arguments: JSON.stringify(input) };
      const call = {
        type: "function_call",
        id: "fc",
        call_id: "c",
        status: "completed",
        ...called,
      };
      const search = { type: "web_search_call", id: "ws", status: "completed", action: { q: "a" } };
      const output = [...(isThinking ? [reasoning] : []), search, spoken, call];
      const usage = { input_tokens: 3, output_tokens: 4 };
      const reply = {
        id: "x",
        object: "response",
        model: "m",
        status: "tool_calls",
        output,
        usage,
      };
      const bare = [
        { type: "web_search_call", action: { q: "a" } },
        { role: "assistant", content: said },
        { type: "function_call", call_id: "c", ...called },
      ];
      return { reply, resent: isDropped ? bare : output };
    },
    "anthropic-messages": (said, input, { isThinking, isDropped }) => {
      const thinking = { type: "thinking", thinking: "hm", signature: "s" };
      const blocks = [
        ...(said === "" ? [] : [{ type: "text", text: said, citations: null }]),
        { type: "tool_use", id: "c", name: "look", input, caller: { type: "direct" } },
      ];
      const content = [...(isThinking ? [thinking] : []), ...blocks];
      const usage = { input_tokens: 1, cache_read_input_tokens: 2, output_tokens: 4 };
      const common = { id: "x", type: "message", role: "assistant", model: "m" };
      const reply = { ...common, content, stop_reason: "tool_calls", usage };
      const marked = blocks.map((block) => ({ ...block, cache_control: { type: "ephemeral" } }));
      return { reply, resent: [{ role: "assistant", content: isDropped ? marked : content }] };
    },
  };

interface Reply {
  readonly reply: object;
  readonly resent: readonly object[];
}

const results: Readonly<Record<WireFormat, object>> = {
  "openai-chat": { role: "tool", tool_call_id: "c", content: "seen" },
  "openai-responses": { type: "function_call_output", call_id: "c", output: "seen" },
  "anthropic-messages": { role: "user", content: [{ type: "tool_result", tool_use_id: "c" }] },
};

const formats: readonly WireFormat[] = ["openai-chat", "openai-responses", "anthropic-messages"];

describe.each(formats)("%s", (format) => {
  const asked = { role: "user", content: "hi" };
  const request = (list: readonly object[]) =>
    format === "openai-responses" ? { input: list } : { messages: list };
  const withLinks = (conversation: WireConversation) =>
    conversation.messages.map(({ link }) => link);

  it("gives a reply the links that it has when the client sends it again", () => {
    fc.assert(
      fc.property(text, args, flags, (said, input, flag) => {
        const { reply, resent } = replies[format](said, input, flag);
        const before = read(format, request([asked]));
        const parsed = wireOf(format).reply(JSON.stringify(reply));
        const linked = linkReply(before, parsed?.messages ?? [], digest);
        const after = read(format, request([asked, ...resent, results[format]]));
        const isAside = ({ message }: (typeof linked)[number]) =>
          message.parts.every(({ kind }) => kind === "reasoning");
        const kept = flag.isDropped ? linked.filter((message) => !isAside(message)) : linked;
        expect(withLinks(after).slice(1, -1)).toEqual(kept.map(({ link }) => link));
        if (!flag.isDropped)
          expect(
            after.messages
              .slice(1, -1)
              .map(({ isSigned, element, message }) => [
                isSigned,
                element,
                message.id,
                message.parts,
              ]),
          ).toEqual(
            linked.map(({ isSigned, element, message }) => [
              isSigned,
              element,
              message.id,
              message.parts,
            ]),
          );
      }),
    );
  });

  it("reads what a reply says of itself", () => {
    const { reply } = replies[format]("Sure.", { at: 1 }, { isThinking: true, isDropped: false });
    const usage = { inputTokens: 3, outputTokens: 4 };
    const facts = { id: "x", model: "m", finish: "tool_calls", usage };
    expect(wireOf(format).reply(JSON.stringify(reply))).toMatchObject(facts);
  });

  it.each(["", "{", "[]", '{"error":{"message":"no"}}', '{"choices":[]}', '{"type":"error"}'])(
    "takes %j for no reply",
    (body) => {
      expect(wireOf(format).reply(body)).toBeNull();
    },
  );

  it("tells exchanges, which tools acted, and where content is signed", () => {
    const { resent } = replies[format]("", { at: 1 }, { isThinking: true, isDropped: false });
    const { messages } = read(format, request([asked, ...resent, results[format], asked]));
    const last = messages.length - 1;
    expect(exchangesOf(messages)).toMatchObject([
      {
        start: 0,
        end: last,
        isSigned: format !== "openai-chat",
        acted: expect.arrayContaining(["look"]),
      },
      { start: last, end: last + 1, isSigned: false, acted: [] },
    ]);
  });
});

it("does nothing for a place that is not there, and joins stretches that overlap", () => {
  const content = ["a", "b", "c", "d"];
  const said = content.map((each) => ({ role: "user", content: each }));
  const { messages } = read("openai-chat", { messages: said });
  const at = (index: number) => messages[index]?.link ?? "";
  const plan = planEdits(messages, [
    { kind: "drop", from: at(0), through: at(1) },
    { kind: "drop", from: at(1), through: at(2) },
    { kind: "drop", from: at(3), through: "elsewhere" },
    { kind: "drop", from: at(3), through: at(2) },
    { kind: "append", after: "elsewhere", text: "x" },
    { kind: "append", after: at(3), text: "y" },
  ]);
  expect([...plan.drops]).toEqual([0, 1, 2]);
  expect(plan.appends).toEqual([{ after: 3, text: "y" }]);
});
