import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { runCommand } from "./run-command.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const folders = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
const macs = [
  "Chromium.app/Contents/MacOS/Chromium",
  "Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * A Chromium that starts: `CHROMIUM_PATH`, the system's, Debian's package where it may be installed, else
 * the download of Playwright.
 *
 * @throws Error saying what was tried and what to do
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (starts(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, which does not start; unset it or name another`);
  }
  return (
    systemChromium() ?? (await installedByDebian()) ?? (await downloadedByPlaywright()) ?? giveUp()
  );
}

function systemChromium() {
  const paths = [
    ...folders.flatMap((folder) => names.map((name) => `${folder}/${name}`)),
    ...macs.map((name) => `/Applications/${name}`),
  ];
  return paths.find((path) => existsSync(path) && starts(path)) ?? null;
}

async function installedByDebian() {
  const mayInstall = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  if (!mayInstall) return null;
  const environment = { DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update"], environment);
  await runCommand(
    "apt-get",
    ["install", "-y", "--no-install-recommends", "chromium"],
    environment,
  );
  return systemChromium();
}

async function downloadedByPlaywright() {
  await runCommand("playwright", ["install", "chromium"]);
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) && starts(path) ? path : null;
}

function giveUp() {
  throw new Error(
    "no Chromium was found, installed or downloaded; install one (on Debian: apt-get install chromium) or name it with CHROMIUM_PATH",
  );
}

/** A browser that lacks a system library is there, and of no use. */
function starts(path) {
  return spawnSync(path, ["--version"], { timeout: 60_000, stdio: "ignore" }).status === 0;
}
