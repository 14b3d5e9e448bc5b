import { defineConfig } from "vitest/config";

/** Kills real processes at random moments, which takes its time. */
const slow = "src/**/*.kill.test.ts";

export default defineConfig({
  test: {
    setupFiles: ["test/setup/seed.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Coverage simulations take seconds on a busy machine; the limit only catches a hang.
          testTimeout: 60_000,
          include: ["src/**/*.test.ts", "test/contracts/**/*.test.ts", "scripts/**/*.test.mjs"],
          exclude: [slow],
          // What is tested here is pure, so files share their modules; that takes a third of the time.
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "model",
          include: ["test/with-model/**/*.test.ts", "test/e2e/**/*.test.ts", slow],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
