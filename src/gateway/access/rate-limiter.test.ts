import fc from "fast-check";
import { expect, test } from "vitest";
import { createRateLimiter } from "./rate-limiter.ts";

test("lets no more through than a minute's worth and what has come back since", () => {
  const steps = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), steps, (perMinute, waits) => {
      let at = 0;
      let passed = 0;
      const limiter = createRateLimiter(() => at);
      for (const ms of waits) {
        at += ms;
        if (limiter.take("a", perMinute) === 0) passed += 1;
        expect(passed).toBeLessThanOrEqual(perMinute + (at * perMinute) / 60_000 + 1e-6);
      }
    }),
  );
});

test("says when the next one may come, and keeps callers apart", () => {
  let at = 0;
  const limiter = createRateLimiter(() => at);
  expect(limiter.take("a", 1)).toBe(0);
  expect(limiter.take("a", 1)).toBe(60_000);
  expect(limiter.take("b", 1)).toBe(0);
  at = 60_000;
  expect(limiter.take("a", 1)).toBe(0);
});
