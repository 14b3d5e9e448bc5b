import { expect, it } from "vitest";
import { evidenceCacheContract } from "../../test/contracts/evidence-cache.contract.ts";
import { memoryEvidenceCache } from "./index.ts";

evidenceCacheContract("memoryEvidenceCache", async () => memoryEvidenceCache({ entries: 5_000 }));

const evidence = (nats: number) => ({ kind: "evidence", nats }) as const;

it("drops what was longest not asked for", async () => {
  const cache = memoryEvidenceCache({ entries: 3 });
  await cache.put([
    ["a", evidence(1)],
    ["b", evidence(2)],
    ["c", evidence(3)],
  ]);
  await cache.get(["a"]);
  await cache.put([["d", evidence(4)]]);
  expect(await cache.get(["a", "b", "c", "d"])).toEqual([
    evidence(1),
    null,
    evidence(3),
    evidence(4),
  ]);
});

it("refuses to hold nothing", () => {
  for (const entries of [0, -1, 1.5, Number.NaN]) {
    expect(() => memoryEvidenceCache({ entries })).toThrow(RangeError);
  }
});
