#!/usr/bin/env node
import { processEffects } from "./process-effects.ts";
import { runCli } from "./run-cli.ts";

await runCli(process.argv.slice(2), processEffects());
