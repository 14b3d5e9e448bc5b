/**
 * Time, tokens and memory of whole probes on the embedded model, each in a process of its own.
 *
 *   npx tsx bench/probe.ts [quick|default …] [--threads 1,2] [--runs 1]
 *
 * Prints a markdown table. Scored tokens per second counts the time in which tokens were scored or
 * generated (opening the model is shown apart); the engine's own prefill speed is bench/engine.ts's.
 */
import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { placesFromEnvironment } from "../src/compose/environment.ts";
import { probe } from "../src/compose/probe.ts";
import type { Preset } from "../src/measure/index.ts";

interface Measured {
  readonly preset: Preset;
  readonly threads: number;
  readonly seconds: number;
  readonly openSeconds: number;
  readonly scoredTokens: number;
  readonly unsharedTokens: number;
  readonly generatedTokens: number;
  readonly peakMegabytes: number;
}

/** One probe in this process; the parent reads the answer. */
async function measure(preset: Preset, threads: number): Promise<Measured> {
  const home = await mkdtemp(join(tmpdir(), "turncoat-bench-"));
  const start = performance.now();
  let opened = 0;
  try {
    const { result } = await probe({
      preset,
      threads,
      places: { ...placesFromEnvironment(), home },
      onProgress: () => {
        opened ||= performance.now();
      },
    });
    const { scoredTokens, unsharedTokens, generatedTokens } = result.counts;
    return {
      preset,
      threads,
      seconds: (performance.now() - start) / 1000,
      openSeconds: (opened - start) / 1000,
      scoredTokens,
      unsharedTokens,
      generatedTokens,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function inOwnProcess(preset: string, threads: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ["--child", preset, threads], {
      execArgv: ["--import", "tsx"],
    });
    child.once("message", (message) => resolve(message as Measured));
    child.once("exit", (code) => reject(new Error(`the probe ended with exit code ${code}`)));
  });
}

function row(one: Measured): string {
  const busy = one.seconds - one.openSeconds;
  const cells = [
    one.preset,
    one.threads,
    one.seconds.toFixed(0),
    one.openSeconds.toFixed(1),
    one.scoredTokens,
    one.generatedTokens,
    (one.scoredTokens / busy).toFixed(0),
    (one.scoredTokens / one.unsharedTokens).toFixed(3),
    one.peakMegabytes.toFixed(0),
  ];
  return `| ${cells.join(" | ")} |`;
}

if (process.argv[2] === "--child") {
  const answer = await measure(process.argv[3] as Preset, Number(process.argv[4]));
  process.send?.(answer);
  process.disconnect();
} else {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      threads: { type: "string", default: "1,2" },
      runs: { type: "string", default: "1" },
    },
  });
  console.log(
    "| preset | threads | seconds | of these opening | scored tokens | generated tokens | scored tokens/s | evaluated / without sharing | peak MB |",
  );
  console.log("| --- | --: | --: | --: | --: | --: | --: | --: | --: |");
  for (const preset of positionals.length > 0 ? positionals : ["quick", "default"]) {
    for (const threads of values.threads.split(",")) {
      for (let run = 0; run < Number(values.runs); run++) {
        console.log(row(await inOwnProcess(preset, threads)));
      }
    }
  }
}
