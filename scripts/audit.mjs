import { spawnSync } from "node:child_process";

// Fails on known advisories of what a user installs or a contributor runs. A package source that has no
// such list says nothing about the packages, so that is a reason and not a failure.
const { stdout, stderr, status } = spawnSync("npm", ["audit", "--json"], {
  encoding: "utf8",
  shell: process.platform === "win32",
});
const report = parsed(stdout);
const found = report?.metadata?.vulnerabilities;
if (found !== undefined) {
  for (const { name, severity, range } of Object.values(report.vulnerabilities ?? {})) {
    console.error(`${severity}: ${name} ${range}`);
  }
  console.log(`${found.total} advisories`);
  process.exitCode = found.total === 0 ? 0 : 1;
} else if (
  isNotOffered(`${report?.message ?? ""} ${JSON.stringify(report?.error ?? "")} ${stderr}`)
) {
  console.log("audit endpoint not offered here");
} else {
  console.error(`npm audit failed with exit code ${status}: ${stdout}${stderr}`);
  process.exitCode = 1;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isNotOffered(text) {
  return /\b(?:404 Not Found|405 Method Not Allowed|501 Not Implemented)\b/i.test(text);
}
