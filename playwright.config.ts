import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./test/browser/chromium-path.ts";

export default defineConfig({
  testDir: "test/browser",
  outputDir: "test-results",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: chromiumPath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "build", testMatch: "**/*.setup.ts" },
    { name: "chromium", testMatch: "**/*.spec.ts", dependencies: ["build"] },
  ],
});
