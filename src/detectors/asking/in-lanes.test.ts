import { expect, test } from "vitest";
import { inLanes } from "./in-lanes.ts";

/** Work that ends when it is let go. */
function held() {
  const going = new Map<number, () => void>();
  const begun: number[] = [];
  const work = (item: number) => {
    begun.push(item);
    return new Promise<number>((resolve) => going.set(item, () => resolve(10 * item)));
  };
  const letGo = async (item: number) => {
    going.get(item)?.();
    // The lane takes its next item some microtasks later.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { work, begun, letGo };
}

test("begins so many at once, the next when one ends, and keeps the order", async () => {
  const { work, begun, letGo } = held();
  const done = inLanes([1, 2, 3, 4], 2, work);
  expect(begun).toEqual([1, 2]);
  await letGo(2);
  expect(begun).toEqual([1, 2, 3]);
  for (const item of [3, 4, 1]) await letGo(item);
  expect(await done).toEqual([10, 20, 30, 40]);
});

test("after a failure nothing new is begun, and what is under way is waited for", async () => {
  const { work, begun, letGo } = held();
  const failing = (item: number) => (item === 1 ? Promise.reject(new Error("no")) : work(item));
  const done = inLanes([1, 2, 3, 4], 2, failing);
  const caught = expect(done).rejects.toThrow("no");
  await letGo(2);
  await caught;
  expect(begun).toEqual([2]);
});

test("does nothing for nothing", async () => {
  expect(await inLanes([], 4, () => Promise.reject(new Error("no")))).toEqual([]);
});
