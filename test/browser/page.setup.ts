import { readdirSync, rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { build } from "vite";

const pages = ["report", "scan"] as const;

test("the build leaves one script and one style sheet a page", async () => {
  rmSync("dist/web", { recursive: true, force: true });
  for (const mode of pages) {
    const options = { configFile: "web/vite.config.ts", mode, build: { emptyOutDir: false } };
    await build({ ...options, logLevel: "warn" });
  }
  expect(readdirSync("dist/web").sort()).toEqual(
    pages.flatMap((page) => [`${page}.css`, `${page}.js`, `${page}.licenses.md`]),
  );
});
