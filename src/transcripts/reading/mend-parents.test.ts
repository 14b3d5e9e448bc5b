import fc from "fast-check";
import { expect, it } from "vitest";
import { pathTo } from "../../core/index.ts";
import { messageOf } from "./chain.ts";
import { mendParents } from "./mend-parents.ts";

const tree = (parents: readonly (number | null)[]) =>
  parents.map((parent, id) =>
    messageOf({
      id: String(id),
      parent: parent === null ? null : String(parent),
      role: "user",
      parts: [],
    }),
  );
const parentsOf = (parents: readonly (number | null)[]) =>
  mendParents(tree(parents)).map(({ parent }) => (parent === null ? null : Number(parent)));

it("leaves a sound tree as it is, children before parents included", () => {
  const sound = tree([2, 0, null, 2]);
  expect(mendParents(sound)).toBe(sound);
});

it("puts a message whose parent is missing after the one before it", () => {
  expect(parentsOf([99, 0, 99, 2])).toEqual([null, 0, 1, 2]);
});

it("opens loops", () => {
  expect(parentsOf([0])).toEqual([null]);
  expect(parentsOf([null, 2, 1])).toEqual([null, 2, 0]);
});

it("always gives a tree", () => {
  const parent = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(null));
  fc.assert(
    fc.property(fc.array(parent, { maxLength: 10 }), (parents) => {
      const messages = mendParents(tree(parents));
      for (const { id } of messages) pathTo({ messages }, id);
      expect(messages.map(({ id }) => id)).toEqual(parents.map((_, id) => String(id)));
    }),
  );
});
