import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lanesOver, sharedPrefix } from "./lanes.ts";

const memory = (...contextTokens: number[]) => ({ contextTokens });

describe("a pool of lanes", () => {
  it("gives the idle lane that remembers most of the job's first tokens", async () => {
    const [first, second, third] = [memory(1, 2), memory(1, 2, 3, 9), memory(7)];
    const lanes = lanesOver([first, second, third]);
    const taken = await lanes.take([1, 2, 3, 4]);
    expect(taken.lane).toBe(second);
    expect((await lanes.take([1, 2, 3, 4])).lane).toBe(first);
    expect((await lanes.take([1, 2, 3, 4])).lane).toBe(third);
  });

  it("gives the lane that has been idle longest where none remembers more", async () => {
    const [first, second] = [memory(), memory()];
    const lanes = lanesOver([first, second]);
    const one = await lanes.take([5]);
    expect(one.lane).toBe(first);
    one.release();
    expect((await lanes.take([5])).lane).toBe(second);
  });

  it("serves those who wait in the order they came, newcomers last", async () => {
    const lanes = lanesOver([memory()]);
    const held = await lanes.take([]);
    const served: string[] = [];
    const job = (name: string) =>
      lanes.run([], async () => {
        served.push(name);
      });
    const waiting = [job("first"), job("second")];
    held.release();
    // Comes in the moment the lane is given back, before the first waiter has woken.
    waiting.push(job("newcomer"));
    await Promise.all(waiting);
    expect(served).toEqual(["first", "second", "newcomer"]);
  });

  it("gives a lane back when its job fails", async () => {
    const lanes = lanesOver([memory()]);
    const failing = lanes.run([], async () => {
      throw new RangeError("a job's own trouble");
    });
    await expect(failing).rejects.toThrow("a job's own trouble");
    expect(await lanes.run([], async () => "done")).toBe("done");
  });

  it("does not lend a lane twice that was given back twice", async () => {
    const only = memory();
    const lanes = lanesOver([only]);
    const first = await lanes.take([]);
    first.release();
    const second = await lanes.take([]);
    first.release();
    let isServed = false;
    const third = lanes.take([]).then(() => {
      isServed = true;
    });
    await Promise.resolve();
    expect(isServed).toBe(false);
    second.release();
    await third;
  });

  it("refuses to be empty", () => {
    expect(() => lanesOver([])).toThrow(RangeError);
  });

  it("never lends a lane to two jobs at once, and finishes them all", async () => {
    const shape = fc.record({
      lanes: fc.integer({ min: 1, max: 4 }),
      pauses: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ lanes: count, pauses }) => {
        const pool = lanesOver(Array.from({ length: count }, () => memory()));
        const busy = new Set<object>();
        const order: number[] = [];
        const jobs = pauses.map((pause, index) =>
          pool.run([], async (lane) => {
            expect(busy.has(lane)).toBe(false);
            busy.add(lane);
            order.push(index);
            for (let turn = 0; turn < pause; turn++) await Promise.resolve();
            busy.delete(lane);
          }),
        );
        await Promise.all(jobs);
        expect(order).toEqual(pauses.map((_, index) => index));
      }),
    );
  });
});

describe("the shared prefix", () => {
  it("is the longest that both begin with", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2)), fc.array(fc.nat(2)), (left, right) => {
        const shared = sharedPrefix(left, right);
        expect(left.slice(0, shared)).toEqual(right.slice(0, shared));
        const isWhole = shared === left.length || shared === right.length;
        expect(isWhole || left[shared] !== right[shared]).toBe(true);
        expect(sharedPrefix(right, left)).toBe(shared);
      }),
    );
  });

  it("of 1 2 3 and 1 2 4 5 is 2", () => {
    expect(sharedPrefix([1, 2, 3], [1, 2, 4, 5])).toBe(2);
  });
});
