import { expect, it } from "vitest";
import { actionLogContract, numbered } from "../../test/contracts/action-log.contract.ts";
import { emptyActionMemory, memoryActionLog } from "./memory-action-log.ts";

actionLogContract("memoryActionLog", async () => {
  const memory = emptyActionMemory();
  return { open: async () => memoryActionLog(memory) };
});

it("takes an append that is played back twice once", async () => {
  const log = memoryActionLog();
  const batch = { id: "1", conversation: "a", entries: [numbered(1)] };
  await log.appendBatches([batch, { ...batch, id: "2" }]);
  await log.appendBatches([batch]);
  expect((await log.readBatches("a")).map(({ id }) => id)).toEqual(["1", "2"]);
});
