import { describe, expect, it } from "vitest";
import { boundedMap } from "./bounded-map.ts";
import { keyedQueue } from "./keyed-queue.ts";

describe("a queue by key", () => {
  it("runs tasks of one key one after the other, and others at once", async () => {
    const queue = keyedQueue();
    const order: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = queue("a", async () => {
      await gate;
      order.push("a1");
    });
    const second = queue("a", async () => {
      order.push("a2");
    });
    await queue("b", async () => {
      order.push("b");
    });
    open();
    await Promise.all([first, second]);
    expect(order).toEqual(["b", "a1", "a2"]);
  });

  it("goes on after a task that failed", async () => {
    const queue = keyedQueue();
    const failed = queue("a", () => Promise.reject(new RangeError("no")));
    const next = queue("a", async () => 2);
    await expect(failed).rejects.toThrow("no");
    expect(await next).toBe(2);
  });
});

describe("a bounded map", () => {
  it("forgets what was used longest ago", () => {
    const map = boundedMap<number>(2);
    map.set("a", 1);
    map.set("b", 2);
    expect(map.get("a")).toBe(1);
    map.set("c", 3);
    expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([1, undefined, 3]);
  });
});
