import { runStoreContract } from "../../test/contracts/run-store.contract.ts";
import { emptyRunMemory, memoryRunStore } from "./index.ts";

runStoreContract("memoryRunStore", async () => {
  const memory = emptyRunMemory();
  return {
    open: async () => memoryRunStore(memory),
    content: async (name) => memory.files.get(name) ?? null,
  };
});
