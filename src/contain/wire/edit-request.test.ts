import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Edit } from "../../core/index.ts";
import type { EditPlan, WireConversation, WireFormat } from "../wire-conversation.ts";
import { digest } from "./__fixtures__/digest.ts";
import { faultsOf } from "./__fixtures__/request-validity.ts";
import { requests } from "./__fixtures__/requests.ts";
import { exchangesOf } from "./exchanges.ts";
import { elementSpans, memberSpans } from "./json-spans.ts";
import { effectiveDrops } from "./kept-messages.ts";
import { planEdits } from "./plan-edits.ts";
import { wireOf } from "./wire-of.ts";

const formats: readonly WireFormat[] = ["openai-chat", "openai-responses", "anthropic-messages"];

function read(format: WireFormat, body: string): WireConversation {
  const reading = wireOf(format).read(body, digest);
  if (reading.kind === "invalid") throw new Error(`${reading.issue.message}: ${body}`);
  return reading.conversation;
}

/** Two drops and two texts at chosen places, as fractions of the conversation. */
const choice = fc.record({
  drops: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4)), {
    maxLength: 2,
  }),
  texts: fc.array(
    fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('a "b"\n', "\u2028\ud800"),
    ),
    {
      maxLength: 2,
    },
  ),
});

function editsAt(
  { messages }: WireConversation,
  picked: typeof choice extends fc.Arbitrary<infer T> ? T : never,
): Edit[] {
  const linkAt = (index: number) => messages[Math.min(index, messages.length - 1)]?.link ?? "";
  const at = (share: number) => Math.floor(share * messages.length);
  return [
    ...picked.drops.map(
      ([share, more]): Edit => ({
        kind: "drop",
        from: linkAt(at(share)),
        through: linkAt(at(share) + more),
      }),
    ),
    ...picked.texts.map(
      ([share, text]): Edit => ({ kind: "append", after: linkAt(at(share)), text }),
    ),
  ];
}

/** The elements of the request's list, byte for byte. */
function elementTexts(format: WireFormat, body: string): readonly string[] {
  const span = memberSpans(body, 0).get(format === "openai-responses" ? "input" : "messages");
  return elementSpans(body, span?.start ?? 0).map(({ start, end }) => body.slice(start, end));
}

const nothing: EditPlan = { drops: new Set(), appends: [] };

describe.each(formats)("%s", (format) => {
  const wire = wireOf(format);

  it("draws valid requests, and a plan of nothing changes none", () => {
    fc.assert(
      fc.property(requests(format), (body) => {
        expect(faultsOf(format, body)).toEqual([]);
        expect(wire.edit(body, read(format, body), nothing)).toBe(body);
      }),
    );
  });

  it("gives a valid request for any edits, and does nothing the second time", () => {
    fc.assert(
      fc.property(requests(format), choice, (body, picked) => {
        const conversation = read(format, body);
        const edits = editsAt(conversation, picked);
        const once = wire.edit(body, conversation, planEdits(conversation.messages, edits));
        expect(faultsOf(format, once)).toEqual([]);
        const again = read(format, once);
        expect(wire.edit(once, again, planEdits(again.messages, edits))).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps what the plan does not name byte for byte, and leaves out nothing else", () => {
    fc.assert(
      fc.property(requests(format), choice, (body, picked) => {
        const conversation = read(format, body);
        const { drops } = planEdits(conversation.messages, editsAt(conversation, picked));
        const edited = wire.edit(body, conversation, { drops, appends: [] });
        const left = effectiveDrops(conversation, drops);
        for (const index of left) expect(drops).toContain(index);
        const kept = conversation.messages.flatMap(({ element }, index) =>
          element === null || left.has(index) ? [] : [elementTexts(format, body)[element]],
        );
        expect(elementTexts(format, edited)).toEqual(kept);
        const key = format === "openai-responses" ? "input" : "messages";
        const [head] = body.split(`"${key}" :`);
        expect(edited.startsWith(head ?? "")).toBe(true);
        expect(edited.endsWith(`], "x": {"${key}": 1}}`)).toBe(true);
      }),
    );
  });

  it("only adds to the text where nothing is dropped", () => {
    fc.assert(
      fc.property(requests(format), fc.nat(20), (body, at) => {
        const conversation = read(format, body);
        const after = at % conversation.messages.length;
        const edited = wire.edit(body, conversation, {
          drops: new Set(),
          appends: [{ after, text: "@@" }],
        });
        expect(edited.split("@@")).toHaveLength(2);
        let from = 0;
        for (const character of edited)
          if (body.startsWith(character, from)) from += character.length;
        expect(from).toBe(body.length);
      }),
    );
  });

  it("leaves out a whole exchange when all of it is named, if it is not the last", () => {
    fc.assert(
      fc.property(requests(format), (body) => {
        const conversation = read(format, body);
        const [first, ...more] = exchangesOf(conversation.messages);
        fc.pre(first !== undefined && more.length > 0);
        const indices = Array.from(
          { length: first.end - first.start },
          (_, at) => first.start + at,
        );
        expect([...effectiveDrops(conversation, new Set(indices))]).toEqual(indices);
      }),
    );
  });
});

const bodyOf = (messages: readonly unknown[]) => JSON.stringify({ messages });
const appended = (format: WireFormat, body: string, after: number) =>
  wireOf(format).edit(body, read(format, body), {
    drops: new Set(),
    appends: [{ after, text: "now" }],
  });

it("puts a text into a string, into blocks after their marks, and after results of tools", () => {
  expect(appended("openai-chat", '{"messages":[{"role":"user","content":"hi"}]}', 0)).toBe(
    String.raw`{"messages":[{"role":"user","content":"hi\n\nnow"}]}`,
  );
  expect(appended("openai-chat", '{"messages":[{"role":"user","content":""}]}', 0)).toBe(
    '{"messages":[{"role":"user","content":"now"}]}',
  );
  const call = {
    role: "assistant",
    content: [{ type: "tool_use", id: "a", name: "n", input: {} }],
  };
  const result = { type: "tool_result", tool_use_id: "a", cache_control: { type: "ephemeral" } };
  const body = bodyOf([{ role: "user", content: "hi" }, call, { role: "user", content: [result] }]);
  const put = { role: "user", content: [result, { type: "text", text: "now" }] };
  for (const after of [1, 2]) {
    expect(appended("anthropic-messages", body, after)).toBe(
      bodyOf([{ role: "user", content: "hi" }, call, put]),
    );
  }
  expect(appended("openai-responses", '{"input":"hi"}', 0)).toBe(String.raw`{"input":"hi\n\nnow"}`);
  expect(appended("openai-responses", '{"instructions":"kind","input":"hi"}', 0)).toBe(
    '{"instructions":"kind","input":[{"role":"user","content":"now"},{"role":"user","content":"hi"}]}',
  );
});

it("refuses another body than the one that was read", () => {
  const conversation = read("openai-chat", '{"messages":[{"role":"user","content":"hi"}]}');
  const plan = { drops: new Set<number>(), appends: [{ after: 0, text: "now" }] };
  expect(() => wireOf("openai-chat").edit('{"messages":[]}', conversation, plan)).toThrow(
    RangeError,
  );
});

it("never throws for any text", () => {
  const shapes = fc.record({
    messages: fc.anything(),
    input: fc.anything(),
    system: fc.anything(),
    instructions: fc.anything(),
  });
  const lists = fc.array(
    fc.record({
      role: fc.constantFrom("user", "assistant", "tool", "system"),
      content: fc.oneof(fc.string(), fc.array(fc.jsonValue()), fc.jsonValue()),
      type: fc.constantFrom("message", "function_call", "reasoning", "x_output"),
      tool_calls: fc.jsonValue(),
    }),
  );
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    shapes.map((value) => JSON.stringify(value) ?? ""),
    lists.map((list) => JSON.stringify({ messages: list, input: list })),
  );
  fc.assert(
    fc.property(bodies, fc.constantFrom(...formats), (body, format) => {
      expect(["conversation", "invalid"]).toContain(wireOf(format).read(body, digest).kind);
      wireOf(format).reply(body);
    }),
    { numRuns: 500 },
  );
});
