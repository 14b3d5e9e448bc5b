import { describe, expect, it } from "vitest";
import { placesFor } from "./places.ts";

const never = new AbortController().signal;

describe("places at a model", () => {
  it("are given in order, and no more wait than may", async () => {
    const places = placesFor({ lanes: 1, maxWaiting: 2 });
    const order: string[] = [];
    const first = await places.take(never);
    const named = async (name: string) => {
      const leave = await places.take(never);
      order.push(name);
      return leave;
    };
    const second = named("second");
    const third = named("third");
    expect(places.take(never)).toBeNull();
    first?.();
    first?.();
    (await second)?.();
    (await third)?.();
    expect(order).toEqual(["second", "third"]);
    // All is free again, once.
    expect(places.take(never)).not.toBeNull();
    expect(places.take(never)).not.toBeNull();
    expect(places.take(never)).not.toBeNull();
    expect(places.take(never)).toBeNull();
  });

  it("are not kept for who has left", async () => {
    const places = placesFor({ lanes: 1, maxWaiting: 1 });
    const leave = await places.take(never);
    const gone = new AbortController();
    const waiting = places.take(gone.signal);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ failure: { kind: "cancelled" } });
    const next = places.take(never);
    expect(next).not.toBeNull();
    leave?.();
    (await next)?.();
    await expect(places.take(AbortSignal.abort())).rejects.toMatchObject({
      failure: { kind: "cancelled" },
    });
    await expect(places.take(never)).resolves.toBeTypeOf("function");
  });

  it("need a lane", () => {
    expect(() => placesFor({ lanes: 0, maxWaiting: 1 })).toThrow(RangeError);
  });
});
