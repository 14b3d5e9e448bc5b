import { resolve } from "node:path";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import config from "../.dependency-cruiser.mjs";

// Checks the import rules, and that there were modules to check: a parser that does not understand the
// sources reports no violation in no module.
const { options, ...ruleSet } = config;
const roots = ["src", "web/report", "test", "scripts", "bench", "examples"];
const { output } = await cruise(roots, { ...options, validate: true, ruleSet }, null, {
  tsConfig: extractTSConfig(resolve(options.tsConfig.fileName)),
});
const { summary, modules } = output;
for (const { rule, from, to, cycle } of summary.violations) {
  const way = cycle === undefined ? to : cycle.map(({ name }) => name).join(" → ");
  console.error(`${rule.name}: ${from} → ${way}`);
}
const ofSource = modules.filter(({ source }) => /^src\/.*\.ts$/.test(source)).length;
console.log(
  `${summary.totalCruised} modules (${ofSource} of src), ${summary.totalDependenciesCruised} imports, ${summary.error} violations`,
);
if (summary.totalCruised === 0 || ofSource === 0) {
  console.error("no module was checked, so nothing was");
  process.exitCode = 1;
}
if (summary.error > 0) process.exitCode = 1;
