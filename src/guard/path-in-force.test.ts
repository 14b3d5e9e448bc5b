import { describe, expect, it } from "vitest";
import { openaiChat, planEdits } from "../contain/index.ts";
import { textOf } from "../core/index.ts";
import { chat, digest } from "./__fixtures__/chats.ts";
import { pathInForce } from "./path-in-force.ts";

const sent = chat(["user: a", "assistant: b", "user: c", "assistant: d", "user: e"]).messages;
const linkAt = (index: number): string => sent[index]?.link ?? "";

describe("the path in force", () => {
  it("leaves out what was dropped, and says where each turn stands on both sides", () => {
    const drop = { kind: "drop", from: linkAt(0), through: linkAt(1) } as const;
    const { messages, turns } = pathInForce(sent, planEdits(sent, [drop]));
    expect(messages.map(textOf)).toEqual(["c", "d", "e"]);
    expect(turns).toEqual([{ index: 3, at: 1, link: linkAt(3), answered: linkAt(3) }]);
  });

  it("has texts in the user's message, and in one of their own after another's", () => {
    const edits = [2, 3].map((at) => ({ kind: "append", after: linkAt(at), text: "!" }) as const);
    const { messages } = pathInForce(sent, planEdits(sent, edits));
    expect(messages.map(textOf)).toEqual(["a", "b", "c\n\n!", "d", "!", "e"]);
    expect(messages[4]?.role).toBe("user");
  });

  it("reads a turn that called tools anew once they have answered", () => {
    const call = { id: "1", type: "function", function: { name: "look", arguments: "{}" } };
    const messages = [
      { role: "user", content: "a" },
      { role: "assistant", content: "I look", tool_calls: [call] },
      { role: "tool", tool_call_id: "1", content: "42" },
    ];
    const links = [2, 3].map((count) => {
      const body = JSON.stringify({ model: "m", messages: messages.slice(0, count) });
      const reading = openaiChat.read(body, digest);
      if (reading.kind === "invalid") throw new RangeError(reading.issue.message);
      const read = reading.conversation.messages;
      return pathInForce(read, planEdits(read, [])).turns.map(({ link, answered }) => ({
        link,
        isOwn: answered === link,
        isLast: answered === read.at(-1)?.link,
      }));
    });
    const [before, after] = links;
    expect(before).toMatchObject([{ isOwn: true }]);
    expect(after).toMatchObject([{ link: before?.[0]?.link, isOwn: false, isLast: true }]);
  });
});
