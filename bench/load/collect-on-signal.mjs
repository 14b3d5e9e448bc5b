import { writeSync } from "node:fs";

// Needs --expose-gc. On SIGUSR2 collects all garbage and says what is left, in bytes, on standard error.
process.on("SIGUSR2", () => {
  globalThis.gc();
  globalThis.gc();
  writeSync(2, `heap-after-gc ${process.memoryUsage().heapUsed}\n`);
});
