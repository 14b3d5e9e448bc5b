import fc from "fast-check";
import { expect, it } from "vitest";
import { requestBatches } from "./request-batches.ts";

it("keeps every text, in order, and the limits wherever one text does not break them", () => {
  const texts = fc.array(fc.string({ maxLength: 30 }), { maxLength: 40 });
  const limits = fc.record({
    texts: fc.integer({ min: 1, max: 5 }),
    characters: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(texts, limits, (all, limit) => {
      const batches = requestBatches(all, limit);
      expect(batches.flat()).toEqual(all);
      for (const batch of batches) {
        expect(batch.length >= 1 && batch.length <= limit.texts).toBe(true);
        expect(batch.length === 1 || batch.join("").length <= limit.characters).toBe(true);
      }
    }),
  );
});
