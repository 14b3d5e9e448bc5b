import { readdirSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { build } from "vite";

test("the build leaves one script and one style sheet", async () => {
  await build({ configFile: "web/vite.config.ts", logLevel: "warn" });
  expect(readdirSync("dist/web").sort()).toEqual(["report.css", "report.js", "report.licenses.md"]);
});
