import fc from "fast-check";
import { expect, it } from "vitest";
import type { Edit } from "../../core/index.ts";
import type { PromptMessage } from "./call-shapes.ts";
import { editPrompt, readPrompt, readReply } from "./prompt-conversation.ts";

const digest = (text: string) => text;
const role = fc.constantFrom("system", "user", "assistant", "tool", "later");
const block = fc.oneof(
  fc.record({ type: fc.constantFrom("text", "reasoning"), text: fc.string() }),
  fc.record({
    type: fc.constantFrom("tool-call", "tool-result", "file", "source"),
    value: fc.jsonValue(),
  }),
  fc.record({ type: fc.constant("file"), mediaType: fc.string(), data: fc.uint8Array() }),
  fc.jsonValue(),
);
const content: fc.Arbitrary<unknown> = fc.oneof(fc.string(), fc.array(block), fc.jsonValue());
const prompts: fc.Arbitrary<PromptMessage[]> = fc.array(fc.record({ role, content }));

it("reads any prompt, a message each, and any reply", () => {
  fc.assert(
    fc.property(prompts, fc.array(block), (prompt, said) => {
      const messages = readPrompt(prompt, digest);
      expect(messages.map(({ element }) => element)).toEqual(prompt.map((_, index) => index));
      expect(readReply(messages, said, digest).length).toBeLessThanOrEqual(1);
    }),
  );
});

it("leaves the program's own messages as they are, whatever the edits", () => {
  fc.assert(
    fc.property(prompts, fc.array(fc.nat({ max: 9 })), (prompt, places) => {
      const messages = readPrompt(prompt, digest);
      const edits = places.flatMap((place, index): Edit[] => {
        const link = messages[place]?.link;
        if (link === undefined || link === "") return [];
        return index % 2 === 0
          ? [{ kind: "append", after: link, text: `text ${index}` }]
          : [{ kind: "drop", from: link, through: link }];
      });
      const before = structuredClone(prompt);
      const edited = editPrompt(prompt, messages, edits);
      expect(prompt).toEqual(before);
      const strangers = edited.filter((one) => !prompt.includes(one));
      expect(strangers.every((one) => one.role === "user" || one.role === "later")).toBe(true);
      if (edits.length === 0) expect(edited).toBe(prompt);
    }),
  );
});

it("puts a text into the end of the user's message, and drops whole exchanges", () => {
  const text = (said: string) => [{ type: "text", text: said }];
  const prompt = [
    { role: "user", content: text("a") },
    { role: "assistant", content: text("b") },
    { role: "user", content: text("c") },
  ];
  const messages = readPrompt(prompt, digest);
  const [first, second, third] = messages.map(({ link }) => link);
  const edits: Edit[] = [
    { kind: "drop", from: first ?? "", through: second ?? "" },
    { kind: "append", after: third ?? "", text: "d" },
  ];
  expect(editPrompt(prompt, messages, edits)).toEqual([
    { role: "user", content: [...text("c"), ...text("d")] },
  ]);
});
