import { expect, it } from "vitest";
import { numbered } from "../../test/contracts/action-log.contract.ts";
import { newBatch } from "./action-batch.ts";
import { recentBatches } from "./recent-batches.ts";

const nothing = async () => [];

it("holds a conversation that was read, with what is appended to it", async () => {
  const recent = recentBatches();
  expect(recent.get("a")).toBeNull();
  recent.add(newBatch("a", [numbered(1)]));
  expect(recent.get("a")).toBeNull();
  await recent.load("a", async () => [newBatch("a", [numbered(1)])]);
  recent.add(newBatch("a", [numbered(2), numbered(3)]));
  expect(recent.get("a")?.flatMap(({ entries }) => entries)).toEqual([1, 2, 3].map(numbered));
});

it("does not hold what something was appended to while it was read", async () => {
  const recent = recentBatches();
  await recent.load("a", async () => {
    recent.add(newBatch("a", [numbered(1)]));
    return [];
  });
  expect(recent.get("a")).toBeNull();
});

it("lets the conversation go that was longest untouched", async () => {
  const recent = recentBatches({ mostCharacters: 1_900 });
  for (const name of ["a", "b", "c", "d", "e"]) await recent.load(name, nothing);
  recent.get("a");
  for (const name of ["c", "d", "e"]) {
    for (let count = 0; count < 3; count++) recent.add(newBatch(name, [numbered(count)]));
  }
  expect(recent.get("b")).toBeNull();
  expect(recent.get("a")).toEqual([]);
  expect(recent.get("e")).toHaveLength(3);
});

it("gives the same entries whether or not it still has them beside their text", async () => {
  const recent = recentBatches({ mostRead: 2 });
  await recent.load("a", nothing);
  for (const count of [1, 2, 3, 4]) recent.add(newBatch("a", [numbered(count)]));
  const read = () => recent.get("a")?.flatMap(({ entries }) => entries);
  expect(read()).toEqual([1, 2, 3, 4].map(numbered));
  expect(read()).toEqual([1, 2, 3, 4].map(numbered));
});
