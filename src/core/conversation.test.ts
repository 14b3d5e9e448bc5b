import { expect, it } from "vitest";
import { type Conversation, pathTo } from "./conversation.ts";

const say = (id: string, parent: string | null) =>
  ({ id, parent, role: "user", text: id, provenance: "planted" }) as const;

it("walks from the root to the leaf, whatever the order of the array", () => {
  const tree: Conversation = {
    messages: [say("c", "b"), say("a", null), say("x", "a"), say("b", "a")],
  };
  expect(pathTo(tree, "c").map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

it("names a missing ancestor and refuses a loop", () => {
  expect(() => pathTo({ messages: [say("b", "gone")] }, "b")).toThrow("no message has the id gone");
  expect(() => pathTo({ messages: [say("a", "b"), say("b", "a")] }, "a")).toThrow("form a loop");
});
