import fc from "fast-check";
import { expect, it } from "vitest";
import type { EditPlan } from "../wire-conversation.ts";
import { editList } from "./edit-list.ts";
import { openaiChat } from "./wire-of.ts";

interface Message {
  readonly role: string;
  readonly content: string | null;
}

const editing = {
  within: (message: Message, texts: readonly string[]): Message => ({
    ...message,
    content: [message.content, ...texts].filter((text) => text !== "").join("\n\n"),
  }),
  message: (content: string): Message => ({ role: "user", content }),
};

const call = (id: string) => ({ id, type: "function", function: { name: "f", arguments: "{}" } });

/** Exchanges, some of them with a tool's call and its result. */
const chats = fc
  .array(fc.record({ said: fc.string(), isTool: fc.boolean() }), { minLength: 1, maxLength: 5 })
  .map((exchanges) => [
    { role: "system", content: "s" },
    ...exchanges.flatMap(({ said, isTool }, index) => [
      { role: "user", content: said },
      ...(isTool
        ? [
            { role: "assistant", content: null, tool_calls: [call(`c${index}`)] },
            { role: "tool", content: "out", tool_call_id: `c${index}` },
          ]
        : []),
      { role: "assistant", content: `a${index}` },
    ]),
    { role: "user", content: "and now" },
  ]);

it("edits a list as it edits a request's text", () => {
  const places = fc.array(fc.nat({ max: 20 }), { maxLength: 6 });
  fc.assert(
    fc.property(chats, places, places, (messages: readonly Message[], dropped, after) => {
      const body = JSON.stringify({ messages });
      const reading = openaiChat.read(body, (text) => text);
      if (reading.kind !== "conversation") throw new RangeError("the request is sound");
      const { conversation } = reading;
      const within = (index: number) => index < messages.length;
      const plan: EditPlan = {
        drops: new Set(dropped.filter(within)),
        appends: after.filter(within).map((at, index) => ({ after: at, text: `text ${index}` })),
      };
      const edited = editList(messages, { conversation, plan }, editing);
      const expected: unknown = JSON.parse(openaiChat.edit(body, conversation, plan)).messages;
      expect(edited).toEqual(expected);
    }),
  );
});

it("gives the same list back where there is nothing to do", () => {
  const messages = [{ role: "user", content: "hi" }];
  const reading = openaiChat.read(JSON.stringify({ messages }), (text) => text);
  if (reading.kind !== "conversation") throw new RangeError("the request is sound");
  const plan: EditPlan = { drops: new Set([0]), appends: [] };
  expect(editList(messages, { conversation: reading.conversation, plan }, editing)).toBe(messages);
});
